/**
 * Stages in SDK harnesses: what a stage is ({@link
 * org.penstock.portable.runtime.PortableStageSpec}), how it runs ({@link
 * org.penstock.portable.runtime.PortableStage}), and what its host gives it ({@link
 * org.penstock.portable.runtime.PortableStageContext}).
 */
@org.jspecify.annotations.NullMarked
package org.penstock.portable.runtime;
