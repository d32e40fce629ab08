/** The data and state streams between one stage and its worker. */
@org.jspecify.annotations.NullMarked
package org.penstock.portable.runtime.plane;
