package io.tidemark.devstack;

import java.util.List;
import java.util.Map;

/**
 * How to start a server.
 *
 * @param environment added to ours
 */
record Launch(List<String> command, Map<String, String> environment) {

    Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
