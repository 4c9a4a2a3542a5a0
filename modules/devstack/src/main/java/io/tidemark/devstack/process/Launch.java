package io.tidemark.devstack.process;

import java.util.List;
import java.util.Map;

/**
 * How to start a server.
 *
 * @param environment added to ours
 */
public record Launch(List<String> command, Map<String, String> environment) {

    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
