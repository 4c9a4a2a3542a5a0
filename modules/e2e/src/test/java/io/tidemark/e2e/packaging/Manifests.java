package io.tidemark.e2e.packaging;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1CronJob;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Assumptions;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Kubernetes' objects as kustomize renders them, read by the model of Kubernetes' own API, which knows every field. */
final class Manifests {

    private static final Map<String, Class<?>> KINDS = Map.ofEntries(
            Map.entry("v1 ConfigMap", V1ConfigMap.class),
            Map.entry("v1 Namespace", V1Namespace.class),
            Map.entry("v1 PersistentVolumeClaim", V1PersistentVolumeClaim.class),
            Map.entry("v1 Secret", V1Secret.class),
            Map.entry("v1 Service", V1Service.class),
            Map.entry("apps/v1 Deployment", V1Deployment.class),
            Map.entry("apps/v1 StatefulSet", V1StatefulSet.class),
            Map.entry("batch/v1 CronJob", V1CronJob.class),
            Map.entry("batch/v1 Job", V1Job.class),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy.class),
            Map.entry("policy/v1 PodDisruptionBudget", V1PodDisruptionBudget.class));

    private final Map<String, Object> objects = new LinkedHashMap<>();

    /**
     * Reads rendered objects.
     *
     * @throws IllegalArgumentException for an object or a field that Kubernetes does not have, or one that it needs
     */
    Manifests(String yaml) {
        new JSON(); // fills its static parts
        Gson gson = JSON.getGson();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
            JsonElement object = gson.toJsonTree(document);
            String kind = object.getAsJsonObject().get("apiVersion").getAsString() + " "
                    + object.getAsJsonObject().get("kind").getAsString();
            Class<?> type = KINDS.get(kind);
            if (type == null) {
                throw new IllegalArgumentException("no such object here: " + kind);
            }
            String name = object.getAsJsonObject()
                    .getAsJsonObject("metadata")
                    .get("name")
                    .getAsString();
            objects.put(kind.substring(kind.indexOf(' ') + 1) + " " + name, gson.fromJson(object, type));
        }
    }

    /** Renders a folder; the test is skipped by name where there is no kubectl. */
    static Manifests render(Path folder) throws IOException, InterruptedException {
        boolean there = List.of(System.getenv("PATH").split(":", -1)).stream()
                .anyMatch(bin -> Files.isExecutable(Path.of(bin, "kubectl")));
        Assumptions.assumeTrue(there, "kubectl is not installed");
        Process kubectl = new ProcessBuilder("kubectl", "kustomize", folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String yaml = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (kubectl.waitFor() != 0) {
            throw new IllegalArgumentException("kubectl kustomize " + folder + " failed");
        }
        return new Manifests(yaml);
    }

    /** Every object by kind and name. */
    Map<String, Object> objects() {
        return objects;
    }

    /** One of them. */
    <T> T get(Class<T> type, String name) {
        return type.cast(Objects.requireNonNull(
                objects.get(type.getSimpleName().substring("V1".length()) + " " + name), () -> type + " " + name));
    }

    /** What pods are made from, by the name of what makes them. */
    Map<String, V1PodTemplateSpec> pods() {
        Map<String, V1PodTemplateSpec> pods = new TreeMap<>();
        add(pods, V1Deployment.class, made -> made.getSpec().getTemplate());
        add(pods, V1StatefulSet.class, made -> made.getSpec().getTemplate());
        add(pods, V1Job.class, made -> made.getSpec().getTemplate());
        add(
                pods,
                V1CronJob.class,
                made -> made.getSpec().getJobTemplate().getSpec().getTemplate());
        return pods;
    }

    private <T> void add(Map<String, V1PodTemplateSpec> pods, Class<T> type, Function<T, V1PodTemplateSpec> template) {
        objects.forEach((name, object) -> {
            if (type.isInstance(object)) {
                pods.put(name.substring(name.indexOf(' ') + 1), template.apply(type.cast(object)));
            }
        });
    }

    /** The one container of a pod. */
    static V1Container container(V1PodTemplateSpec pod) {
        V1PodSpec spec = Objects.requireNonNull(pod.getSpec());
        if (spec.getContainers().size() != 1) {
            throw new IllegalArgumentException("one process a pod");
        }
        return spec.getContainers().get(0);
    }
}
