package io.tidemark.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.LoggerFactory;

/** Log lines go to stderr; logback.xml has their form, this what {@code --verbose} adds: more of them, and stack traces. */
final class Logging {

    private Logging() {}

    static void configure(boolean verbose) {
        if (verbose && LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.INFO);
            root.getLoggerContext().getLogger("io.tidemark").setLevel(Level.DEBUG);
            if (root.getAppender("stderr") instanceof ConsoleAppender<ILoggingEvent> console
                    && console.getEncoder() instanceof PatternLayoutEncoder encoder) {
                encoder.stop();
                encoder.setPattern(encoder.getPattern().replace("%nopex", "%ex"));
                encoder.start();
            }
        }
    }
}
