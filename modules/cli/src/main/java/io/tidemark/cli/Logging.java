package io.tidemark.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Log lines go to stderr; logback.xml has their form, this their level. */
final class Logging {

    private Logging() {}

    static void configure(boolean verbose) {
        if (verbose && LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.INFO);
            root.getLoggerContext().getLogger("io.tidemark").setLevel(Level.DEBUG);
        }
    }
}
