@org.jspecify.annotations.NullMarked
package org.penstock.job.server.jar;
