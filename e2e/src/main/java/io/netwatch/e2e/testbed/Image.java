package io.netwatch.e2e.testbed;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What stands for a container image: programs of this machine.
 *
 * @param entrypoint before the container's arguments
 * @param environment added to the container's own
 * @param files where files of the image lie on this machine, by their path in it; for commands of probes
 * @param arguments from those of the container to those that the program gets
 * @param terminal whether its output goes where this process's does, and Ctrl-C reaches it; else its output goes to a log file
 */
public record Image(
        List<String> entrypoint,
        Map<String, String> environment,
        Map<String, String> files,
        UnaryOperator<List<String>> arguments,
        boolean terminal) {

    /** A program without more to say about it. */
    public static Image of(String... entrypoint) {
        return new Image(List.of(entrypoint), Map.of(), Map.of(), UnaryOperator.identity(), false);
    }

    /** A command in the container as a command of this machine. */
    List<String> command(List<String> command) {
        return command.stream().map(word -> files.getOrDefault(word, word)).toList();
    }
}
