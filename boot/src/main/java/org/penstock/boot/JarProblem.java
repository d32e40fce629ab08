package org.penstock.boot;

import java.nio.file.Path;

/**
 * A file in {@code modules/} or {@code plugins/} that cannot be used.
 *
 * @param jar the file
 * @param reason what is wrong with it, as a phrase that completes "left out: ..."
 */
public record JarProblem(Path jar, String reason) {}
