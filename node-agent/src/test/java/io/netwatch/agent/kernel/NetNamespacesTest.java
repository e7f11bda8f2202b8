package io.netwatch.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetNamespacesTest {
    @TempDir
    Path proc;

    private void link(String process, String to) throws IOException {
        Files.createDirectories(proc.resolve(process).resolve("ns"));
        Files.createSymbolicLink(proc.resolve(process).resolve("ns/net"), Path.of(to));
    }

    @Test
    void groupsProcessesLowestFirst() throws IOException {
        link("100", "net:[2]");
        link("20", "net:[2]");
        link("3", "net:[1]");

        NetNamespaces namespaces = NetNamespaces.read(proc);

        assertThat(namespaces.all()).containsExactly(1L, 2L);
        assertThat(namespaces.processesIn(2)).containsExactly(20, 100);
        assertThat(namespaces.processesFirstIn(Set.of(2L))).containsExactly(20, 100, 3);
    }

    @Test
    void leavesOutWhatIsNoProcessOrTellsNoNamespace() throws IOException {
        link("self", "net:[1]");
        link("12345678901234567890", "net:[1]");
        link("١", "net:[1]");
        link("1", "net:[0]");
        link("2", "net:[-1]");
        link("3", "net:[4294967296]");
        link("4", "mnt:[1]");
        link("5", "net:[]");
        link("6", "net:[");
        Files.createDirectories(proc.resolve("7"));
        Files.createFile(proc.resolve("8"));

        assertThat(NetNamespaces.read(proc).all()).isEmpty();
    }

    @Test
    void failsWhenTheFolderCannotBeRead() {
        assertThatThrownBy(() -> NetNamespaces.read(proc.resolve("none"))).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "socket:[14165694], 14165694",
        "socket:[9223372036854775807], 9223372036854775807",
        "socket:[9223372036854775808], 0",
        "socket:[12, 0",
        "socket:], 0",
        "socket:[-5], 0",
        "sock, 0",
        "pipe:[5], 0",
        "/tmp/socket:[5], 0",
        "'', 0"
    })
    void readsTheInodeOfALink(String link, long inode) {
        assertThat(ObjectLink.inode("socket", link)).isEqualTo(inode);
    }
}
