package io.tidemark.e2e.security;

import io.tidemark.devstack.StackSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority and a certificate of it for the servers, made with the JDK's keytool; kept for later runs of the same build folder. */
final class Certificates {

    private static final String PASSWORD = "only-for-tests";

    private Certificates() {}

    /** The authority's certificate: a PEM file for clients to trust. */
    static Path authority() {
        return folder().resolve("authority.pem");
    }

    /** The servers' certificate, made if there is none yet. */
    static StackSettings.Tls tls() {
        Path certificates = folder().resolve("server.pem");
        Path key = folder().resolve("server.key");
        if (!Files.exists(key)) {
            try {
                make(certificates, key);
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException("keytool made no certificate", e);
            }
        }
        return new StackSettings.Tls(certificates, key);
    }

    private static Path folder() {
        return Path.of("target", "certificates").toAbsolutePath();
    }

    private static void make(Path certificates, Path key) throws IOException, GeneralSecurityException {
        Files.createDirectories(folder());
        Files.deleteIfExists(folder().resolve("authority.p12"));
        Files.deleteIfExists(folder().resolve("server.p12"));
        keytool("authority", "-genkeypair", "-dname", "CN=Tidemark's test authority", "-ext", "bc:c=ca:true");
        keytool("authority", "-exportcert", "-rfc", "-file", authority().toString());
        keytool("server", "-genkeypair", "-dname", "CN=localhost");
        Path request = folder().resolve("server.csr");
        keytool("server", "-certreq", "-file", request.toString());
        Path signed = folder().resolve("server.crt");
        keytool(
                "authority",
                "-gencert",
                "-rfc",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-infile",
                request.toString(),
                "-outfile",
                signed.toString());
        Files.writeString(certificates, Files.readString(signed) + Files.readString(authority()));
        Files.deleteIfExists(key);
        Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, privateKey());
    }

    private static String privateKey() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(folder().resolve("server.p12"))) {
            store.load(file, PASSWORD.toCharArray());
        }
        byte[] encoded = store.getKey("server", PASSWORD.toCharArray()).getEncoded();
        Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN PRIVATE KEY-----\n" + lines.encodeToString(encoded) + "\n-----END PRIVATE KEY-----\n";
    }

    private static void keytool(String name, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        line.addAll(List.of(arguments));
        line.addAll(List.of("-alias", name, "-storetype", "PKCS12", "-storepass", PASSWORD));
        line.addAll(List.of("-keystore", folder().resolve(name + ".p12").toString()));
        if (line.contains("-genkeypair")) {
            line.addAll(List.of("-keyalg", "RSA", "-keysize", "2048"));
        }
        if (line.contains("-genkeypair") || line.contains("-gencert")) {
            line.addAll(List.of("-validity", "3650"));
        }
        Process keytool = new ProcessBuilder(line).redirectErrorStream(true).start();
        keytool.getOutputStream().close();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.onExit().join().exitValue() != 0) {
            throw new IOException(said);
        }
    }
}
