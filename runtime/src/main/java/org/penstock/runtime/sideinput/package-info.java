/**
 * What is kept of side inputs in a task, whoever reads them: their elements by window, and by key
 * within a window, on the heap while they are few and on disk when they are many.
 */
@org.jspecify.annotations.NullMarked
package org.penstock.runtime.sideinput;
