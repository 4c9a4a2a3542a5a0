package io.tidemark.devstack.download;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import io.tidemark.devstack.DevstackException;
import io.tidemark.devstack.Progress;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.eclipse.aether.util.repository.SimpleArtifactDescriptorPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Fetches server programs the way Maven does: through the user's {@code settings.xml}, mirrors and local repository.
 *
 * <p>Calls take turns, so that servers which are fetched first start while others are still being fetched.
 */
public final class Artifacts implements AutoCloseable {

    private final Progress progress;
    private @Nullable Context context;

    public Artifacts(Progress progress) {
        this.progress = progress;
    }

    /** The file of one artifact; its pom is not read, because some are not on Central. */
    synchronized Path archive(String coordinates) {
        Context maven = maven();
        try {
            ArtifactRequest request =
                    new ArtifactRequest(new DefaultArtifact(coordinates), maven.remoteRepositories(), null);
            return file(maven.repositorySystem().resolveArtifact(maven.repositorySystemSession(), request));
        } catch (RepositoryException e) {
            throw failure(coordinates, e);
        }
    }

    /** The jars of the given artifacts and of everything they need at run time. */
    synchronized List<Path> classPath(List<String> coordinates) {
        Context maven = maven();
        List<Dependency> roots = coordinates.stream()
                .map(root -> new Dependency(new DefaultArtifact(root), JavaScopes.RUNTIME))
                .toList();
        // The parents of some poms are not on Central; what such a pom asks for is in the archives of the others.
        DefaultRepositorySystemSession session = new DefaultRepositorySystemSession(maven.repositorySystemSession());
        session.setArtifactDescriptorPolicy(new SimpleArtifactDescriptorPolicy(true, true));
        CollectRequest collect = new CollectRequest(roots, List.of(), maven.remoteRepositories());
        try {
            DependencyRequest request =
                    new DependencyRequest(collect, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME));
            return maven.repositorySystem().resolveDependencies(session, request).getArtifactResults().stream()
                    .map(Artifacts::file)
                    .toList();
        } catch (RepositoryException e) {
            throw failure(String.join(" and ", coordinates), e);
        }
    }

    @Override
    public synchronized void close() {
        if (context != null) {
            context.close();
            context = null;
        }
    }

    private Context maven() {
        Context current = context;
        if (current == null) {
            ContextOverrides overrides = ContextOverrides.create()
                    .withUserSettings(true)
                    .transferListener(new DownloadListener(progress))
                    .build();
            current = Runtimes.INSTANCE.getRuntime().create(overrides);
            context = current;
        }
        return current;
    }

    private static Path file(ArtifactResult result) {
        Artifact artifact = result.getArtifact();
        return artifact.getFile().toPath().toAbsolutePath();
    }

    private static DevstackException failure(String what, RepositoryException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new DevstackException(
                "cannot fetch " + what + " (" + root + "): check the network, the free disk space, and the mirror in"
                        + " ~/.m2/settings.xml",
                e);
    }
}
