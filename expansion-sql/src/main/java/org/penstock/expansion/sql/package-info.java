/** Beam SQL for pipelines of other SDKs: the registrar by which an expansion service finds it. */
@NullMarked
package org.penstock.expansion.sql;

import org.jspecify.annotations.NullMarked;
