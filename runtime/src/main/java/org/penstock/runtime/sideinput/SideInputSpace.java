package org.penstock.runtime.sideinput;

import java.util.function.Supplier;
import org.penstock.runtime.sort.SorterSettings;

/**
 * Where side inputs may be kept.
 *
 * @param heapBytes about how many bytes of encoded elements one side input may hold as objects
 * @param spilling memory and folders for what does not fit; asked once for each use
 */
public record SideInputSpace(long heapBytes, Supplier<SorterSettings> spilling) {}
