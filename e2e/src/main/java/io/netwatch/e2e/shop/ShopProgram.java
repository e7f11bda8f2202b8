package io.netwatch.e2e.shop;

import io.netwatch.e2e.testbed.Image;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The program of the shop's pods, which serves and calls as its arguments say: see {@code shop.pl}. */
public final class ShopProgram {
    /** What pods name as their image. */
    public static final String IMAGE = "shop:1";

    private static final String FILE = "shop.pl";

    private ShopProgram() {}

    /** What stands for the image; the program is put into the folder, unless it is there. */
    public static Image image(Path folder) {
        Path target = folder.resolve(FILE);
        try (InputStream source = ShopProgram.class.getResourceAsStream(FILE)) {
            if (source == null) {
                throw new IllegalStateException("no resource " + FILE);
            }
            if (!Files.exists(target)) {
                Files.copy(source, target);
            }
            return Image.of("perl", target.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
