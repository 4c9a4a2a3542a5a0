package io.tidemark.devstack.server;

import io.tidemark.devstack.Server;
import io.tidemark.devstack.server.ServerProgram.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The programs of a stack's servers. */
public final class Servers {

    private final Map<Server, ServerProgram> programs;

    public Servers(Surroundings surroundings) {
        programs = List.of(
                        new PostgresServer(surroundings),
                        new KafkaServer(surroundings, Server.CONTROLLER),
                        new KafkaServer(surroundings, Server.KAFKA),
                        new KafkaServer(surroundings, Server.KAFKA_2),
                        new KafkaServer(surroundings, Server.KAFKA_3),
                        new RegistryServer(surroundings),
                        new Neo4jServer(surroundings))
                .stream()
                .collect(Collectors.toUnmodifiableMap(ServerProgram::server, Function.identity()));
    }

    public ServerProgram program(Server server) {
        ServerProgram program = programs.get(server);
        if (program == null) {
            throw new IllegalStateException("no program for " + server);
        }
        return program;
    }

    /** The servers that need the given one. */
    public Set<Server> dependents(Server server) {
        return programs.values().stream()
                .filter(program -> program.needs().contains(server))
                .map(ServerProgram::server)
                .collect(Collectors.toSet());
    }
}
