package io.netwatch.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines that give a row are a 6.18 kernel's, but where a case says otherwise. */
class TcpRowParserTest {
    private static final String TAIL =
            " 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000000000000000 20 4 0 10 -1";

    static Stream<Arguments> rows() {
        return Stream.of(
                arguments(
                        "   1: 0100007F:D640 0100007F:8533 01 00000000:00000000 00:00000000 00000000     0        0 20590320 2 000000003e9cb4d3 20 0 0 10 -1                  ",
                        "ESTABLISHED 127.0.0.1:54848 127.0.0.1:34099 uid 0 inode 20590320"),
                arguments(
                        "   0: 00000000:07E8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 138 1 000000001820945c 100 0 0 10 0                       ",
                        "LISTEN 0.0.0.0:2024 0.0.0.0:0 uid 0 inode 138"),
                arguments(
                        "   0: 00000000000000000000000000000000:8533 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 20590319 1 00000000c2fc52eb 100 0 0 10 0",
                        "LISTEN [::]:34099 [::]:0 uid 0 inode 20590319"),
                arguments(
                        "   3: 00000000000000000000000001000000:C784 00000000000000000000000001000000:8533 01 00000000:00000000 00:00000000 00000000     0        0 20590322 2 000000006e7048d8 20 0 0 10 -1",
                        "ESTABLISHED [::1]:51076 [::1]:34099 uid 0 inode 20590322"),
                arguments(
                        "   2: 0000000000000000FFFF00000100007F:8533 0000000000000000FFFF00000100007F:D640 08 00000000:00000001 00:00000000 00000000     0        0 20590321 1 000000008401723f 20 4 0 10 -1",
                        "CLOSE_WAIT 127.0.0.1:34099 127.0.0.1:54848 mapped uid 0 inode 20590321"),
                // made for the test: every byte of the addresses differs
                arguments(
                        "  10: B80D012067452301EFCDAB8998BADCFE:01BB B80D01200000000000000000FF000000:FFFF 04" + TAIL,
                        "FIN_WAIT1 [2001:db8:123:4567:89ab:cdef:fedc:ba98]:443 [2001:db8::ff]:65535 uid 0 inode 4711"),
                // as the kernel tells of a half-closed socket without a process: TIME_WAIT by its timer
                arguments(
                        "   1: 0100007F:D640 0100007F:8533 05 00000000:00000000 03:0000176F 00000000     0        0 0 3 00000000b1fd5036                                      ",
                        "TIME_WAIT 127.0.0.1:54848 127.0.0.1:34099 uid 0 inode 0"),
                // the greatest numbers there may be, and a line number of five digits
                arguments(
                        "12345: FFFFFFFF:FFFF FFFFFFFF:FFFF 0C FFFFFFFF:FFFFFFFF 00:7FFFFFFFFFFFFFFF 00000000 4294967295       -1 9223372036854775807 1 0",
                        "NEW_SYN_RECV 255.255.255.255:65535 255.255.255.255:65535 uid 4294967295 inode 9223372036854775807"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void readsALineOfTheKernel(String line, String expected) {
        assertThat(describe(parse(line))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "junk",
                ":",
                "0: : : 01" + TAIL,
                "   0: 0100007F:D640 0100007F:8533 00" + TAIL,
                "   0: 0100007F:D640 0100007F:8533 0D" + TAIL,
                "   0: 0100007F:D640 0100007F:8533 1" + TAIL,
                "   0: 0100007F:D640 0100007F:8533 001" + TAIL,
                "   0: 0100007F:D64 0100007F:8533 01" + TAIL,
                "   0: 0100007F:0D640 0100007F:8533 01" + TAIL,
                "   0: 100007F:D640 0100007F:8533 01" + TAIL,
                "   0: 00100007F:D640 0100007F:8533 01" + TAIL,
                "   0: G100007F:D640 0100007F:8533 01" + TAIL,
                "   0: 0100007F D640 0100007F:8533 01" + TAIL,
                "   0: 0100007F:D640 00000000000000000000000001000000:8533 01" + TAIL,
                "   0: 0100007F:D6400100007F:8533 01" + TAIL,
                "     0100007F:D640 0100007F:8533 01" + TAIL,
                "   -1: 0100007F:D640 0100007F:8533 01" + TAIL,
                "   ١: 0100007F:D640 0100007F:8533 01" + TAIL,
                "   0: ０１00007F:D640 0100007F:8533 01" + TAIL,
                "99999999999: 0100007F:D640 0100007F:8533 01" + TAIL,
                // an inode, and a user, that no kernel can have
                "   0: 0100007F:D640 0100007F:8533 01 0:0 00:0 0     0        0 9223372036854775808 1",
                "   0: 0100007F:D640 0100007F:8533 01 0:0 00:0 0     4294967296        0 1 1",
                "   0: 0100007F:D640 0100007F:8533 01 0:0 00:0 0     0        0 -1 1",
            })
    void refusesWhatIsNoRow(String line) {
        assertThat(parse(line)).isNull();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void refusesALineThatIsCutAnywhereBeforeTheEndOfItsInode(String line, String expected) {
        String inode = " " + expected.substring(expected.lastIndexOf(' ') + 1) + " ";
        int last = line.lastIndexOf(inode) + inode.length() - 1;

        for (int length = 0; length <= last; length++) {
            assertThat(parse(line.substring(0, length)))
                    .as("%d characters", length)
                    .isNull();
        }
        assertThat(parse(line.substring(0, last + 1))).isNotNull();
    }

    private static TcpRow parse(String line) {
        byte[] padding = "123 ".getBytes(StandardCharsets.UTF_8);
        byte[] bytes = ("123 " + line + "123 ").getBytes(StandardCharsets.UTF_8);
        return new TcpRowParser().parse(bytes, padding.length, bytes.length - padding.length);
    }

    private static String describe(TcpRow row) {
        return row.state() + " " + row.local() + " " + row.peer() + (row.mapped() ? " mapped" : "") + " uid "
                + Integer.toUnsignedLong(row.uid()) + " inode " + row.inode();
    }
}
