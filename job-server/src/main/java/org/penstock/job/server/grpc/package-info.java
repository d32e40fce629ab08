/** Hosts services that are written against Beam's vendored gRPC on a server of the real one. */
@org.jspecify.annotations.NullMarked
package org.penstock.job.server.grpc;
