package io.netwatch.agent.view;

import java.util.Optional;
import jnr.ffi.LibraryLoader;
import jnr.ffi.annotations.Out;

/** The process's standard output, asked for its size each time, so that a resized window is followed. Any thread. */
public final class StandardOutput implements Terminal {
    private static final int DESCRIPTOR = 1;
    private static final long TIOCGWINSZ = 0x5413; // include/uapi/asm-generic/ioctls.h
    private static final Size UNKNOWN = new Size(80, 24);

    private final WindowSize libc = LibraryLoader.create(WindowSize.class).load("c");

    @Override
    public Optional<Size> size() {
        short[] rowsAndColumns = new short[4]; // struct winsize, include/uapi/asm-generic/termios.h
        if (libc.ioctl(DESCRIPTOR, TIOCGWINSZ, rowsAndColumns) != 0) {
            return Optional.empty();
        }
        int height = Short.toUnsignedInt(rowsAndColumns[0]);
        int width = Short.toUnsignedInt(rowsAndColumns[1]);
        return Optional.of(width == 0 || height == 0 ? UNKNOWN : new Size(width, height));
    }

    /** The one system call that this needs; public because the binding's generated code must see it. */
    public interface WindowSize {
        int ioctl(int descriptor, long request, @Out short[] size);
    }
}
