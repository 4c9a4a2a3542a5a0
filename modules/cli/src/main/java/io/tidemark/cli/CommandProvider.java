package io.tidemark.cli;

import java.util.List;

/** Commands that join the launcher from another jar; {@link Main} finds providers with {@link java.util.ServiceLoader}. */
public interface CommandProvider {

    /** The command classes, each with picocli's {@code @Command}, in the order in which the help lists them. */
    List<Class<?>> commands();

    /** Whether the message of this failure is written for users, so that the launcher prints it as it is. */
    boolean explains(Throwable failure);
}
