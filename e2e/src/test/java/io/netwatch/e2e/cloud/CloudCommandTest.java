package io.netwatch.e2e.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command as a process, as the script starts it. */
class CloudCommandTest {
    private static final long PATIENCE_S = 60;
    private static final String LISTENS = "NetWatch's local receiver listens: ";

    @TempDir
    private Path folder;

    private Process process;

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--listen=7450|--listen wants ADDRESS:PORT, as in 127.0.0.1:7450; got 7450",
                "--listen=127.0.0.1:65536|--listen wants ADDRESS:PORT",
                "--listen=no.such.host.invalid:1|no.such.host.invalid is not known",
                "--answer=302|an answer is 207, or 400 to 599; got 302",
                "--host-limit=0|--host-limit must be 1 or more; got 0",
                "--requests-per-minute=-1|--requests-per-minute must be 1 or more; got -1",
                "--host-limit=many|'many' is not an int",
                "--output=xml|Invalid value for option '--output'",
                "--no-such-flag|Unknown option: '--no-such-flag'"
            })
    void refusesAWrongFlagWithCodeTwoAndOneSentence(String flag, String sentence) throws Exception {
        start(flag);

        List<String> said = process.errorReader(StandardCharsets.UTF_8).lines().toList();

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(said).hasSize(1);
        assertThat(said.get(0)).startsWith("netwatch cloud: ").contains(sentence);
    }

    @Test
    void tellsHowToSendPrintsWhatComesAndLeavesNothing() throws Exception {
        start("--listen=127.0.0.1:0", "--state-dir=" + folder);
        List<String> hints = hints();
        Path key = folder.resolve("api-key");
        Path authority = folder.resolve("ca.pem");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(key)).startsWith("nw_ak_");
        assertThat(String.join("\n", hints))
                .contains("API key         " + key, "CA certificate  " + authority, "--cloud-key=" + key, "caBundle: |")
                .doesNotContain(Files.readString(key));

        URI endpoint = URI.create(hints.get(0).substring(LISTENS.length()));
        Client client = new Client(Version.HTTP_2, endpoint, Client.trusting(Files.readString(authority)));
        var request = client.request("")
                .header("Authorization", "Bearer " + Files.readString(key))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Bodies.body(1, Instant.now())));
        assertThat(client.send(request.build()).statusCode()).isEqualTo(200);
        assertThat(process.inputReader().readLine()).endsWith("node-1  0 connections, 0 failed, 0 alerts, 0 processes");

        process.toHandle().destroy(); // SIGTERM, and what it says can still be read
        assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
        assertThat(folder).isEmptyDirectory();
        assertThat(process.errorReader(StandardCharsets.UTF_8).lines()).isEmpty();
    }

    @Test
    void takesAKeyThatIsThereAndLeavesIt() throws Exception {
        Path key = Files.writeString(folder.resolve("mine"), "nw_ak_mine\n");
        start(
                "--listen=127.0.0.1:0",
                "--state-dir=" + folder,
                "--api-key-file=" + key,
                "--output=json",
                "--answer=503:1");
        URI endpoint = URI.create(hints().get(0).substring(LISTENS.length()));
        Client client =
                new Client(Version.HTTP_1_1, endpoint, Client.trusting(Files.readString(folder.resolve("ca.pem"))));
        byte[] body = Bodies.body(1, Instant.now());

        assertThat(client.post(body, "Authorization", "Bearer nw_ak_mine").statusCode())
                .isEqualTo(503);
        assertThat(client.post(body, "Authorization", "Bearer nw_ak_mine").statusCode())
                .isEqualTo(200);
        assertThat(process.inputReader().readLine()).startsWith("{\"timestamp\":");

        process.toHandle().destroy();
        process.waitFor();
        assertThat(folder.toFile().list()).containsExactly("mine");
    }

    private void start(String... flags) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CloudCommand.class.getName()));
        command.addAll(List.of(flags));
        process = new ProcessBuilder(command).start();
    }

    /** What it says up to its last hint. */
    private List<String> hints() throws IOException {
        BufferedReader said = process.errorReader(StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            lines.add(line);
            if (line.startsWith("Ctrl-C")) {
                return lines;
            }
        }
        throw new AssertionError("ended after: " + String.join("\n", lines));
    }
}
