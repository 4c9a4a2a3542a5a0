package io.tidemark.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HostsTest {

    private final Hosts hosts = new Hosts("Watch.example", List.of("proxy.example"));

    @Test
    void own_names_and_addresses_are_allowed() {
        assertThat(List.of(
                        "localhost",
                        "localhost:9464",
                        "watch.example:80",
                        "proxy.example",
                        "127.0.0.1:9464",
                        "[::1]:9464"))
                .allMatch(hosts::allow);
    }

    @Test
    void other_names_are_not() {
        assertThat(List.of("evil.example", "evil.example:9464", "localhost.evil.example", "127.0.0.1.evil.example", ""))
                .noneMatch(hosts::allow);
        assertThat(hosts.allow(null)).isFalse();
    }
}
