package io.tidemark.console.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The page's files, which are packaged under {@code console/}. Pure but for reading them. */
final class Resources {

    private static final String FOLDER = "/console/";
    private static final String INDEX = "index.html";

    /** No folders, nothing hidden, nothing above. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+(\\.[a-zA-Z0-9_-]+)*\\.([a-z0-9]+)");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "mjs", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2",
            "json", "application/json",
            "webmanifest", "application/manifest+json");

    private Resources() {}

    /** A file. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Resource(String type, byte[] content) {}

    /** @param path as it was asked for: {@code /} or {@code /name.css} */
    static Optional<Resource> find(String path) throws IOException {
        String name = path.equals("/") ? INDEX : path.substring(1);
        var matcher = NAME.matcher(name);
        String type = matcher.matches() ? TYPES.get(matcher.group(2)) : null;
        if (type == null) {
            return Optional.empty();
        }
        try (InputStream stream = Resources.class.getResourceAsStream(FOLDER + name)) {
            return stream == null ? Optional.empty() : Optional.of(new Resource(type, stream.readAllBytes()));
        }
    }
}
