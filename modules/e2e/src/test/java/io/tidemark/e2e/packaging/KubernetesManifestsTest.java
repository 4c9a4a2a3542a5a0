package io.tidemark.e2e.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1CronJob;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1Probe;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.tidemark.e2e.fixture.Launcher;
import io.tidemark.settings.Setting;
import io.tidemark.settings.mapping.MappingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** ops/kubernetes, which nobody applies here, is at least what Kubernetes takes and what the apps understand. */
final class KubernetesManifestsTest {

    private static final Pattern PORT = Pattern.compile("\\| `\\./tidemark ([a-z]+).*?` \\| (\\d+) \\|.*");

    private final Path root = Path.of(System.getProperty("tidemark.root", "../.."));
    private Manifests example;

    @BeforeEach
    void render() throws IOException, InterruptedException {
        example = Manifests.render(root.resolve("ops/kubernetes/overlays/example"));
    }

    @Test
    void the_base_alone_is_complete_and_says_no_namespace() throws IOException, InterruptedException {
        Manifests base = Manifests.render(root.resolve("ops/kubernetes/base"));
        assertThat(base.pods().keySet())
                .containsExactly(
                        "tidemark-capture",
                        "tidemark-console",
                        "tidemark-reconciler",
                        "tidemark-setup",
                        "tidemark-sink");
        assertThat(base.get(V1Deployment.class, "tidemark-capture")
                        .getMetadata()
                        .getNamespace())
                .isNull();
    }

    @Test
    void a_field_that_kubernetes_does_not_have_is_refused() {
        String service = "apiVersion: v1\nkind: Service\nmetadata: { name: x }\nspec:\n  ports: [{ port: 1 }]\n";
        assertThat(new Manifests(service).objects()).containsOnlyKeys("Service x");
        assertThatThrownBy(() -> new Manifests(service.replace("port: 1", "prot: 1")))
                .hasMessageContaining("prot");
    }

    @Test
    void one_captures_and_one_stands_by_and_sinks_keep_their_names() {
        V1Deployment capture = example.get(V1Deployment.class, "tidemark-capture");
        assertThat(capture.getSpec().getReplicas()).isEqualTo(2);
        assertThat(capture.getSpec().getStrategy().getType()).isEqualTo("Recreate");
        V1StatefulSet sink = example.get(V1StatefulSet.class, "tidemark-sink");
        assertThat(example.objects()).containsKey("Service " + sink.getSpec().getServiceName());
        V1EnvVar instance =
                Manifests.container(sink.getSpec().getTemplate()).getEnv().get(0);
        assertThat(instance.getName()).isEqualTo("TIDEMARK_SINK_INSTANCE");
        assertThat(instance.getValueFrom().getFieldRef().getFieldPath()).isEqualTo("metadata.name");
        assertThat(example.get(V1CronJob.class, "tidemark-reconciler").getSpec().getConcurrencyPolicy())
                .isEqualTo("Forbid");
    }

    @Test
    void every_pod_is_restricted() {
        example.pods().forEach((name, pod) -> {
            V1PodSpec spec = pod.getSpec();
            assertThat(spec.getSecurityContext().getRunAsNonRoot()).as(name).isTrue();
            assertThat(spec.getSecurityContext().getRunAsUser()).as(name).isEqualTo(10001);
            assertThat(spec.getSecurityContext().getSeccompProfile().getType())
                    .as(name)
                    .isEqualTo("RuntimeDefault");
            assertThat(spec.getAutomountServiceAccountToken()).as(name).isFalse();
            assertThat(spec.getEnableServiceLinks()).as(name).isFalse();
            V1Container container = Manifests.container(pod);
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .as(name)
                    .isTrue();
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                    .as(name)
                    .isFalse();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .as(name)
                    .containsExactly("ALL");
            assertThat(container.getResources().getRequests()).as(name).containsKeys("cpu", "memory");
            assertThat(container.getResources().getLimits()).as(name).containsKey("memory");
            assertThat(container.getVolumeMounts())
                    .as(name)
                    .anyMatch(mount -> mount.getMountPath().equals("/tmp"))
                    .allMatch(mount -> spec.getVolumes().stream()
                            .anyMatch(volume -> volume.getName().equals(mount.getName())));
        });
    }

    @Test
    void every_server_is_probed_scraped_and_disrupted_one_at_a_time_at_the_documented_port() throws IOException {
        Map<String, Integer> documented = documentedPorts();
        Set<String> servers = new TreeSet<>();
        example.pods().forEach((name, pod) -> {
            V1Container container = Manifests.container(pod);
            if (container.getPorts() == null || container.getPorts().isEmpty()) {
                assertThat(container.getStartupProbe()).as(name).isNull();
                return;
            }
            servers.add(name);
            Integer port = documented.get(container.getArgs().get(0));
            assertThat(container.getPorts().stream().map(V1ContainerPort::getContainerPort))
                    .as(name)
                    .containsExactly(port);
            assertThat(pod.getMetadata().getAnnotations())
                    .as(name)
                    .containsEntry("prometheus.io/scrape", "true")
                    .containsEntry("prometheus.io/path", "/metrics")
                    .containsEntry("prometheus.io/port", String.valueOf(port));
            assertThat(path(container.getStartupProbe())).as(name).isEqualTo("/startupz");
            assertThat(path(container.getLivenessProbe())).as(name).isEqualTo("/livez");
            assertThat(path(container.getReadinessProbe())).as(name).isEqualTo("/readyz");
            V1Service service = example.get(V1Service.class, name);
            assertThat(service.getSpec().getPorts().get(0).getPort()).as(name).isEqualTo(port);
            Map<String, String> labels = pod.getMetadata().getLabels();
            assertThat(labels).as(name).containsAllEntriesOf(service.getSpec().getSelector());
            V1PodDisruptionBudget budget = example.get(V1PodDisruptionBudget.class, name);
            assertThat(labels)
                    .as(name)
                    .containsAllEntriesOf(budget.getSpec().getSelector().getMatchLabels());
            assertThat(budget.getSpec().getMaxUnavailable().getIntValue())
                    .as(name)
                    .isEqualTo(1);
        });
        assertThat(servers).containsExactly("tidemark-capture", "tidemark-console", "tidemark-sink");
    }

    private static String path(V1Probe probe) {
        assertThat(probe.getHttpGet().getPort().getStrValue()).isEqualTo("metrics");
        return probe.getHttpGet().getPath();
    }

    /** docs/metrics.md says which process listens where. */
    private Map<String, Integer> documentedPorts() throws IOException {
        Map<String, Integer> ports = new TreeMap<>();
        for (String line : Files.readAllLines(root.resolve("docs/metrics.md"))) {
            Matcher row = PORT.matcher(line);
            if (row.matches()) {
                ports.put(row.group(1), Integer.valueOf(row.group(2)));
            }
        }
        assertThat(ports).containsKeys("capture", "console", "sink");
        return ports;
    }

    @Test
    void settings_are_settings_and_all_that_must_be_set_are() throws IOException {
        Set<String> given = new TreeSet<>();
        for (V1PodTemplateSpec pod : example.pods().values()) {
            V1Container container = Manifests.container(pod);
            if (container.getEnv() != null) {
                container.getEnv().forEach(variable -> given.add(variable.getName()));
            }
            container
                    .getEnvFrom()
                    .forEach(source -> given.addAll(example.get(
                                    V1ConfigMap.class, source.getConfigMapRef().getName())
                            .getData()
                            .keySet()));
        }
        Set<String> known = Arrays.stream(Setting.values())
                .flatMap(setting -> List.of(setting.name(), setting.name() + "_FILE").stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Matcher documented = Pattern.compile("`(TIDEMARK_METRICS_[A-Z]+)`")
                .matcher(Files.readString(root.resolve("docs/metrics.md")));
        while (documented.find()) {
            known.add(documented.group(1));
        }
        assertThat(known).containsAll(given);
        for (Setting setting : Setting.values()) {
            if (setting.defaultValue() == null && !setting.name().equals("TIDEMARK_METRICS_PORT")) {
                assertThat(given).containsAnyOf(setting.name(), setting.name() + "_FILE");
            }
        }
    }

    @Test
    void the_examples_mapping_is_the_sample() {
        assertThat(example.objects().keySet()).anyMatch(name -> name.startsWith("ConfigMap tidemark-mapping-"));
        Path mapping = root.resolve("ops/kubernetes/overlays/example/mapping.yaml");
        assertThat(MappingFile.read(mapping.toString())).isEqualTo(MappingFile.read(MappingFile.BUILT_IN));
    }

    @Test
    void commands_are_commands_and_the_image_is_this_version() throws IOException {
        String version = Files.readString(root.resolve("pom.xml"))
                .replaceFirst("(?s).*?<artifactId>tidemark</artifactId>\\s*<version>([^<]+)<.*", "$1");
        List<String> commands = Launcher.bare("--help").out();
        example.pods().forEach((name, pod) -> {
            V1Container container = Manifests.container(pod);
            assertThat(container.getImage()).as(name).isEqualTo("registry.example.com/tidemark:" + version);
            String command = container.getArgs().get(0);
            if (commands.stream().anyMatch(line -> line.strip().startsWith(command + " "))) {
                List<String> line = new ArrayList<>(container.getArgs());
                line.add("--help");
                assertThat(Launcher.bare(line.toArray(String[]::new)).code())
                        .as(name)
                        .isZero();
            } else {
                assertThat(command).isEqualTo("console");
            }
        });
    }

    @Test
    void the_console_reads_what_the_reconciler_writes_and_nothing_else_does() {
        Map<String, Boolean> readOnly = new TreeMap<>();
        example.pods()
                .forEach((name, pod) -> Manifests.container(pod).getVolumeMounts().stream()
                        .filter(mount -> mount.getName().equals("state"))
                        .forEach(mount -> {
                            readOnly.put(name, Boolean.TRUE.equals(mount.getReadOnly()));
                            assertThat(Manifests.container(pod).getArgs()).contains("--state", mount.getMountPath());
                        }));
        assertThat(readOnly).isEqualTo(Map.of("tidemark-console", true, "tidemark-reconciler", false));
    }
}
