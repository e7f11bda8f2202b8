package io.netwatch.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code values.yaml}: every value has an effect and a comment. {@code changes.yaml} has another value for each. */
class ValuesTest {
    private static final JsonNode CHANGES = Yaml.read(Chart.RESOURCES.resolve("changes.yaml"));
    private static final Pattern KEY = Pattern.compile("( *)[A-Za-z][A-Za-z0-9]*:.*");

    static Collection<String> paths() {
        return Yaml.leaves(Chart.values()).keySet();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void changingItChangesWhatIsMade(String path) {
        var change = CHANGES.path(path);
        var before = change.has("with") ? change.get("with") : Yaml.read("{}");

        var after = Yaml.merge(before, Yaml.nest(path, change.get("to")));

        assertThat(Chart.render(after)).isNotEqualTo(Chart.render(before));
    }

    @Test
    void changesAreOfValuesThatExist() {
        assertThat(CHANGES.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(paths());
    }

    @Test
    void eachHasACommentAboveIt() throws IOException {
        var lines = Files.readAllLines(Chart.FOLDER.resolve("values.yaml"));

        var bare = IntStream.range(1, lines.size())
                .filter(i -> KEY.matcher(lines.get(i)).matches())
                .filter(i -> !isCommentOf(lines.get(i), lines.get(i - 1)))
                .mapToObj(lines::get);

        assertThat(bare).isEmpty();
    }

    private static boolean isCommentOf(String key, String line) {
        var matcher = KEY.matcher(key);
        return matcher.matches() && line.startsWith(matcher.group(1) + "# ");
    }
}
