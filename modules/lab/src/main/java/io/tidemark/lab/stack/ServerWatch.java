package io.tidemark.lab.stack;

import io.tidemark.devstack.Server;
import io.tidemark.devstack.ServerStatus;
import io.tidemark.devstack.ServerStatus.State;
import io.tidemark.devstack.Stack;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says when a server of a stack that is up goes or comes back. */
final class ServerWatch {

    private final Stack stack;
    private final PrintStream output;
    private final Map<Server, State> last = new EnumMap<>(Server.class);

    ServerWatch(Stack stack, PrintStream output) {
        this.stack = stack;
        this.output = output;
    }

    void look() {
        for (ServerStatus status : stack.status()) {
            @Nullable State before = last.put(status.server(), status.state());
            if (before != null && before != status.state()) {
                output.printf("%-10s  %s%n", status.server().label(), StackStatusCommand.words(status.state()));
            }
        }
    }
}
