package io.tidemark.cli.terminal;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Whether somebody is looking on, on a screen where lines can be written over. */
public final class Terminal {

    private Terminal() {}

    @SuppressWarnings("SystemConsoleNull") // up to Java 21 null is the answer; from 22 on there is a method to ask
    public static boolean isPresent() {
        @Nullable Console console = System.console();
        if (console == null || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
