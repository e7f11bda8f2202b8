package io.netwatch.agent.collect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.SourceDSL;

/** What a tool printed, whole and broken. */
final class Resource {
    private Resource() {}

    static String read(String name) {
        try (InputStream in = Resource.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text cut anywhere, with some characters overwritten by any others, or with lines in another order. */
    static Gen<String> damaged(String text) {
        Gen<List<Integer>> damages =
                SourceDSL.lists().of(SourceDSL.integers().all()).ofSizeBetween(0, 20);
        Gen<String> overwritten = damages.map(list -> {
            StringBuilder broken = new StringBuilder(text);
            list.forEach(damage -> broken.setCharAt((damage >>> 8) % text.length(), (char) (damage & 0xff)));
            return broken.toString();
        });
        Gen<String> cut = SourceDSL.integers().between(0, text.length()).map(end -> text.substring(0, end));
        List<String> lines = text.lines().toList();
        Gen<String> shuffled = SourceDSL.lists()
                .of(SourceDSL.integers().between(0, lines.size() - 1))
                .ofSizeBetween(0, 40)
                .map(order -> String.join("\n", order.stream().map(lines::get).toList()));
        Gen<String> any = SourceDSL.strings().allPossible().ofLengthBetween(0, 300);
        return overwritten.mix(cut).mix(shuffled).mix(any);
    }
}
