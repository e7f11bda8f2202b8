package io.netwatch.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.operator.config.OperatorPlace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorCommandTest {
    private final StringWriter err = new StringWriter();
    private Launch launch;

    @Test
    void runsFromACheckoutWithoutAnySetting() {
        assertThat(execute(Map.of())).isZero();

        assertThat(launch.config().agent().image()).isEqualTo("netwatch-agent:0.1.0");
        assertThat(launch.place().namespace()).isEqualTo("netwatch");
        assertThat(launch.place().deployment()).isEmpty();
        assertThat(launch.place().leaderElection()).isTrue();
        assertThat(launch.place().identity()).startsWith("checkout-");
        assertThat(launch.metricsPort()).isZero();
        assertThat(launch.identityPort()).isZero();
        assertThat(launch.place().identityAddress()).isNull();
    }

    @Test
    void takesItsPlaceFromThePod(@TempDir Path folder) throws IOException {
        Path settings = Files.writeString(folder.resolve("operator.yaml"), "{name: watch, agent: {image: a}}");

        assertThat(execute(Map.of(
                        "POD_NAMESPACE", "observe",
                        "POD_NAME", "operator-0",
                        "NETWATCH_DEPLOYMENT", "watch-operator",
                        "NETWATCH_LEADER_ELECTION", "false",
                        "NETWATCH_IDENTITY_ADDRESS", "watch-operator.observe.svc:7444",
                        "NETWATCH_CONFIG", settings.toString())))
                .isZero();

        assertThat(launch.place())
                .isEqualTo(new OperatorPlace(
                        "observe", "operator-0", "watch-operator", false, "watch-operator.observe.svc:7444"));
        assertThat(launch.config().name()).isEqualTo("watch");
    }

    @Test
    void flagsWinOverTheEnvironment() {
        assertThat(execute(
                        Map.of("POD_NAMESPACE", "observe", "NETWATCH_LEADER_ELECTION", "false"),
                        "--namespace",
                        "mine",
                        "--leader-election",
                        "--agent-image",
                        "agent:2",
                        "--metrics-port",
                        "8443",
                        "--identity-port",
                        "7444"))
                .isZero();

        assertThat(launch.place().namespace()).isEqualTo("mine");
        assertThat(launch.place().leaderElection()).isTrue();
        assertThat(launch.config().agent().image()).isEqualTo("agent:2");
        assertThat(launch.metricsPort()).isEqualTo(8443);
        assertThat(launch.identityPort()).isEqualTo(7444);
    }

    @ParameterizedTest
    @CsvSource({
        "--config=/no/such/file, can't read the settings",
        "--health-port=70000, --health-port must be from 0 to 65535; got 70000",
        "--identity-port=65536, --identity-port must be from 0 to 65535; got 65536",
        "--metrics-port=-1, --metrics-port must be from 0 to 65535; got -1",
        "--health-port=x, Invalid value for option '--health-port'",
        "--nonsense, Unknown option: '--nonsense'"
    })
    void aWrongFlagEndsWithCode2AndOneSentence(String flag, String sentence) {
        assertThat(execute(Map.of(), flag)).isEqualTo(2);

        assertThat(launch).isNull();
        assertThat(err.toString().lines().toList())
                .singleElement()
                .satisfies(line ->
                        assertThat(line).startsWith("netwatch operator: ").contains(sentence));
    }

    private int execute(Map<String, String> environment, String... args) {
        return OperatorCommand.execute(
                given -> {
                    launch = given;
                    return 0;
                },
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true),
                environment,
                args);
    }
}
