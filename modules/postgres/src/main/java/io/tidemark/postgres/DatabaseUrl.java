package io.tidemark.postgres;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where the database is, and as whom to connect.
 *
 * @param host a name or an address
 * @param port 1 to 65535
 * @param database the database's name
 * @param user the role
 * @param password a secret; empty when the server asks for none
 * @param parameters the driver's parameters, for example {@code sslmode}
 */
public record DatabaseUrl(
        String host, int port, String database, String user, String password, Map<String, String> parameters) {

    private static final String FORM = "write it as postgres://user:password@host:5432/database";
    private static final int LARGEST_PORT = 65_535;

    public DatabaseUrl {
        parameters = Map.copyOf(parameters);
    }

    /**
     * Reads {@code postgres://user:password@host:port/db?sslmode=…} (also {@code postgresql://}) or
     * {@code jdbc:postgresql://host:port/db?user=…&password=…}. Parts of the URL are percent-decoded.
     *
     * @throws IllegalArgumentException when it is neither; the message holds no secret
     */
    public static DatabaseUrl parse(String text) {
        boolean jdbc = text.startsWith("jdbc:");
        URI uri = uri(jdbc ? text.substring("jdbc:".length()) : text);
        String scheme = uri.getScheme();
        if (!("postgres".equals(scheme) || "postgresql".equals(scheme))) {
            throw new IllegalArgumentException("not a Postgres URL: " + FORM);
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("no host in it: " + FORM);
        }
        if (uri.getPort() == 0 || uri.getPort() > LARGEST_PORT) {
            // the driver would refuse it, too, and quote the URL with all its parameters
            throw new IllegalArgumentException("no port from 1 to " + LARGEST_PORT + " in it: " + FORM);
        }
        Map<String, String> parameters = parameters(uri.getRawQuery());
        String path = uri.getRawPath();
        if (path == null || path.length() < 2) {
            throw new IllegalArgumentException("no database in it: " + FORM);
        }
        String user = parameters.remove("user");
        String password = parameters.remove("password");
        String userInfo = uri.getRawUserInfo();
        if (userInfo != null) {
            int colon = userInfo.indexOf(':');
            user = decode(colon < 0 ? userInfo : userInfo.substring(0, colon));
            password = colon < 0 ? password : decode(userInfo.substring(colon + 1));
        }
        if (user == null || user.isEmpty()) {
            throw new IllegalArgumentException("no user in it: " + FORM);
        }
        return new DatabaseUrl(
                uri.getHost(),
                uri.getPort() < 0 ? 5432 : uri.getPort(),
                decode(path.substring(1)),
                user,
                password == null ? "" : password,
                parameters);
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // without its cause, which quotes the URL with its password
            throw new IllegalArgumentException(
                    "not a URL (" + e.getReason() + "; percent-encode special characters in the password): " + FORM);
        }
    }

    private static Map<String, String> parameters(@org.jspecify.annotations.Nullable String query) {
        Map<String, String> parameters = new TreeMap<>();
        if (query != null && !query.isEmpty()) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                parameters.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The JDBC form without user and password. */
    public String jdbc() {
        String query = parameters.entrySet().stream()
                .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
        String bracketed = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return "jdbc:postgresql://" + bracketed + ":" + port + "/" + encode(database)
                + (query.isEmpty() ? "" : "?" + query);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Where it is, without the password. */
    @Override
    public String toString() {
        return "postgres://" + user + "@" + host + ":" + port + "/" + database;
    }
}
