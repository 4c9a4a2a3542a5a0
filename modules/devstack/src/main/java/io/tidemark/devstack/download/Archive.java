package io.tidemark.devstack.download;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** The two shapes in which servers come that are not plain jars. */
public enum Archive {
    TAR_GZ {
        @Override
        InputStream tar(InputStream file) throws IOException {
            return new GZIPInputStream(file);
        }
    },
    /** A jar with one {@code .txz} in it. */
    TXZ_IN_JAR {
        @Override
        InputStream tar(InputStream file) throws IOException {
            ZipInputStream jar = new ZipInputStream(file);
            @Nullable ZipEntry entry = jar.getNextEntry();
            while (entry != null && !entry.getName().endsWith(".txz")) {
                entry = jar.getNextEntry();
            }
            if (entry == null) {
                throw new IOException("no .txz inside");
            }
            return new XZInputStream(jar);
        }
    };

    abstract InputStream tar(InputStream file) throws IOException;

    void extract(Path file, Path folder) throws IOException {
        try (InputStream input = new BufferedInputStream(Files.newInputStream(file));
                TarArchiveInputStream tar = new TarArchiveInputStream(tar(input))) {
            @Nullable TarArchiveEntry entry = tar.getNextEntry();
            while (entry != null) {
                extract(tar, entry, folder);
                entry = tar.getNextEntry();
            }
        }
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder) throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("entry outside the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.resolveSibling("."));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.copy(folder.resolve(entry.getLinkName()), target, StandardCopyOption.COPY_ATTRIBUTES);
        } else {
            Files.copy(tar, target);
            boolean executable = (entry.getMode() & 0100) != 0;
            if (executable && !target.toFile().setExecutable(true)) {
                throw new IOException("cannot make " + target + " executable");
            }
        }
    }
}
