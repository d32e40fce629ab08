package org.penstock.launcher;

import java.util.List;

/**
 * The arguments of the process, cut at the first {@code --}.
 *
 * @param own for the launcher
 * @param pipeline for the user's program
 */
record CommandLineArguments(List<String> own, List<String> pipeline) {
  static CommandLineArguments of(String[] all) {
    List<String> arguments = List.of(all);
    int cut = arguments.indexOf("--");
    return cut < 0
        ? new CommandLineArguments(arguments, List.of())
        : new CommandLineArguments(
            arguments.subList(0, cut), arguments.subList(cut + 1, arguments.size()));
  }
}
