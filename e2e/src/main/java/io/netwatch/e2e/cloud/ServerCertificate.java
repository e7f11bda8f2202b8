package io.netwatch.e2e.cloud;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A certificate for the receiver's addresses, made by the JDK's keytool, and the authority that vouches for it, whose key nobody keeps.
 *
 * @param store PKCS #12 with the certificate and its key as {@value #ALIAS}
 * @param authority PEM
 */
record ServerCertificate(Buffer store, String password, String authority) {
    static final String ALIAS = "server";

    private static final String AUTHORITY = "authority";
    private static final String TYPE = "PKCS12";
    private static final int DAYS = 365;

    /** @param names addresses and DNS names */
    static ServerCertificate make(Set<String> names) {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("netwatch-cloud-key-"); // 0700
            Path store = folder.resolve("store.p12");
            String password = UUID.randomUUID().toString();
            keytool(
                    store,
                    password,
                    AUTHORITY,
                    "NetWatch local receiver CA",
                    List.of("-ext", "bc:c", "-ext", "ku:c=keyCertSign"));
            keytool(
                    store,
                    password,
                    ALIAS,
                    "NetWatch local receiver",
                    List.of("-signer", AUTHORITY, "-ext", "eku=serverAuth", "-ext", "san=" + alternatives(names)));
            return withoutAuthoritysKey(Files.readAllBytes(store), password);
        } catch (IOException e) {
            throw new UncheckedIOException("no certificate for the receiver", e);
        } finally {
            delete(folder);
        }
    }

    private static String alternatives(Set<String> names) {
        return names.stream()
                .map(name -> (isAddress(name) ? "ip:" : "dns:") + name)
                .collect(Collectors.joining(","));
    }

    private static boolean isAddress(String name) {
        return name.indexOf(':') >= 0 || name.matches("[0-9.]+");
    }

    private static void keytool(Path store, String password, String alias, String name, List<String> more)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                TYPE,
                "-storepass:env",
                "NETWATCH_STOREPASS",
                "-alias",
                alias,
                "-dname",
                "CN=" + name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                Integer.toString(DAYS)));
        command.addAll(more);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("NETWATCH_STOREPASS", password);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool: " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static ServerCertificate withoutAuthoritysKey(byte[] store, String password) throws IOException {
        try {
            KeyStore keys = KeyStore.getInstance(TYPE);
            keys.load(new ByteArrayInputStream(store), password.toCharArray());
            byte[] authority = keys.getCertificate(AUTHORITY).getEncoded();
            keys.deleteEntry(AUTHORITY);
            ByteArrayOutputStream left = new ByteArrayOutputStream();
            keys.store(left, password.toCharArray());
            return new ServerCertificate(Buffer.buffer(left.toByteArray()), password, pem(authority));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static String pem(byte[] certificate) {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate)
                + "\n-----END CERTIFICATE-----\n";
    }

    private static void delete(Path folder) {
        try {
            if (folder != null) {
                Files.deleteIfExists(folder.resolve("store.p12"));
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
