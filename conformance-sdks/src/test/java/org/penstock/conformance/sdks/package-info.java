/** Runs suites of Beam's SDKs as they are published, and turns each of their tests into one. */
@NullMarked
package org.penstock.conformance.sdks;

import org.jspecify.annotations.NullMarked;
