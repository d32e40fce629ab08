/**
 * SDK workers of this JVM: started on demand, shared by the stages of a job, closed after the last
 * of them.
 */
@org.jspecify.annotations.NullMarked
package org.penstock.portable.runtime.worker;
