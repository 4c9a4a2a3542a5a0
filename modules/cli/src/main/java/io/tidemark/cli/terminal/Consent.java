package io.tidemark.cli.terminal;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.Console;
import java.util.Objects;
import picocli.CommandLine.Option;

/** Asks before something is removed. */
public final class Consent {

    @Option(names = "--yes", description = "do not ask")
    private boolean yes;

    /** Whether the command line has it. */
    public boolean isGiven() {
        return yes;
    }

    /**
     * Passes when {@link #require} can succeed later.
     *
     * @param what what is about to happen
     * @throws TidemarkException USAGE when there is no terminal to ask on
     */
    public void requirePossible(String what) {
        if (!yes && !Terminal.isPresent()) {
            throw new TidemarkException(Category.USAGE, what + ": there is no terminal to ask on; give --yes to agree");
        }
    }

    /**
     * Returns when a person agrees.
     *
     * @param what what is about to happen
     * @throws TidemarkException USAGE when none does, or there is no terminal to ask on
     */
    public void require(String what) {
        requirePossible(what);
        if (yes) {
            return;
        }
        Console console = Objects.requireNonNull(System.console());
        String answer = console.readLine("%s. Type yes to go on: ", what);
        if (!"yes".equals(answer)) {
            throw new TidemarkException(Category.USAGE, "nothing was done: yes was not typed");
        }
    }
}
