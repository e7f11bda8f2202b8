import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Holds what the agent said in one guest against what was done there. Reads the lines that {@code init} wrote, prints a
 * line for each check, and ends with 2 when one failed. Run from source by {@code run}, with the agent's libraries.
 */
public final class Check {
    private static final int FAILED = 2; // not 1, which Java itself ends with
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> MODES = List.of("tracepoint", "kprobe");
    private static final String V4 = "127.0.0.1";
    private static final String V6 = "::1";

    private final String kernel;
    private boolean failed;

    private Check(String kernel) {
        this.kernel = kernel;
    }

    public static void main(String[] args) throws IOException {
        Check check = new Check(args[0]);
        Results results = Results.read(Path.of(args[1]));
        for (String mode : MODES) {
            check.mode(mode, results.runs.getOrDefault(mode, new Run()));
        }
        check.that("the guest ran to its end", results.done, "done", results.done ? "done" : "nothing more");
        System.exit(check.failed ? FAILED : 0);
    }

    private void mode(String mode, Run run) {
        String attached = "attached: " + mode;
        boolean says = run.said.stream().anyMatch(line -> line.contains(attached));
        that(mode + ": loads and attaches", says, attached, String.join("\n    ", run.said));
        that(mode + ": ends on SIGTERM", run.exit().matches("0|143"), "exit code 0 or 143", run.exit());
        that(mode + ": prints JSON and loses nothing", run.odd.isEmpty(), "no such line", String.join("\n    ", run.odd));

        line(mode + ": connect over IPv4", run, "connect", run.client("v4", V4, 8080));
        line(mode + ": connect over IPv6", run, "connect", run.client("v6", V6, 8081));
        line(mode + ": accept over IPv4, by the listener", run, "accept", run.server("v4", V4, 8080, "listener4"));
        line(mode + ": accept over IPv6, by the listener", run, "accept", run.server("v6", V6, 8081, "listener6"));
        line(mode + ": accept by a listener older than the agent", run, "accept", run.server("old", V4, 8082, "older"));
        line(mode + ": close by an IPv4 client, bytes", run, "close", run.clientBytes("v4", V4, 8080));
        line(mode + ": close of an IPv4 server, bytes", run, "close", run.serverBytes("v4", V4, 8080, "listener4"));
        line(mode + ": close by an IPv6 client, bytes", run, "close", run.clientBytes("v6", V6, 8081));
        line(mode + ": close of an IPv6 server, bytes", run, "close", run.serverBytes("v6", V6, 8081, "listener6"));

        Map<String, Object> refused = run.client("refused", V4, 1);
        refused.put("/error", "ECONNREFUSED");
        line(mode + ": refused connect", run, "connect_failed", refused);
        line(mode + ": connect without a route", run, "connect_failed", run.unreachable());
        Map<String, Object> held = run.client("held", V4, 8083);
        held.put("/preexisting", true);
        line(mode + ": connection older than the agent", run, "open", held);
    }

    /** Wants exactly one line of the event between the two ports, with these values. */
    private void line(String what, Run run, String event, Map<String, Object> expected) {
        Map<String, Object> wanted = new LinkedHashMap<>(Map.of("/event", event));
        wanted.putAll(expected);
        Predicate<JsonNode> sameEvent = line -> holds(line, wanted, "/event", "/local/port", "/peer/port");
        List<JsonNode> found = run.lines.stream().filter(sameEvent).toList();
        boolean right = found.size() == 1 && holds(found.get(0), wanted, wanted.keySet().toArray(String[]::new));
        that(what, right, "one line with " + wanted, found.isEmpty() ? "none" : found.toString());
    }

    private static boolean holds(JsonNode line, Map<String, Object> wanted, String... pointers) {
        for (String pointer : pointers) {
            if (wanted.containsKey(pointer) && !line.at(pointer).asText().equals(wanted.get(pointer).toString())) {
                return false;
            }
        }
        return true;
    }

    private void that(String what, boolean right, String expected, String came) {
        System.out.println((right ? "ok " : "not ok ") + kernel + " " + what);
        if (!right) {
            System.out.println("    expected: " + expected + "\n    came: " + came);
            failed = true;
        }
    }

    /** What happened in one mode. */
    private static final class Run {
        final Map<String, String> facts = new LinkedHashMap<>();
        final List<String> said = new ArrayList<>();
        final List<JsonNode> lines = new ArrayList<>();
        final List<String> odd = new ArrayList<>();

        String fact(String name) {
            return facts.getOrDefault(name, "unknown");
        }

        String exit() {
            return fact("agent.exit");
        }

        Map<String, Object> client(String name, String address, int port) {
            Map<String, Object> values = ends(address, fact(name + ".port"), port, fact(name + ".pid"), "nc");
            values.put("/direction", "outbound");
            values.put("/cgroup/id", fact("cgroup"));
            return values;
        }

        /** It has no local end. */
        Map<String, Object> unreachable() {
            Map<String, Object> values = client("unreachable", "192.0.2.1", 9);
            values.keySet().removeAll(List.of("/local/address", "/local/port"));
            values.put("/error", "ENETUNREACH");
            return values;
        }

        Map<String, Object> server(String client, String address, int port, String listener) {
            Map<String, Object> values =
                    ends(address, port, fact(client + ".port"), fact(listener + ".pid"), "httpd");
            values.put("/direction", "inbound");
            return values;
        }

        Map<String, Object> clientBytes(String name, String address, int port) {
            return withBytes(client(name, address, port), fact(name + ".received"), fact(name + ".sent"));
        }

        Map<String, Object> serverBytes(String client, String address, int port, String listener) {
            return withBytes(server(client, address, port, listener), fact(client + ".sent"), fact(client + ".received"));
        }

        /** Both ends are on loopback, so they have one address. */
        private Map<String, Object> ends(String address, Object local, Object peer, String pid, String comm) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("/local/address", address);
            values.put("/local/port", local);
            values.put("/peer/address", address);
            values.put("/peer/port", peer);
            values.put("/process/pid", pid);
            values.put("/process/comm", comm);
            values.put("/netns", fact("netns"));
            return values;
        }

        private static Map<String, Object> withBytes(Map<String, Object> values, String received, String sent) {
            values.put("/rxBytes", received);
            values.put("/txBytes", sent);
            return values;
        }
    }

    /** The file, read. */
    private static final class Results {
        final Map<String, Run> runs = new LinkedHashMap<>();
        boolean done;

        static Results read(Path file) throws IOException {
            Results results = new Results();
            Run run = new Run();
            for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                String[] words = line.split(" ", 2);
                String rest = words.length > 1 ? words[1] : "";
                switch (words[0]) {
                    case "mode" -> results.runs.put(rest, run = new Run());
                    case "fact" -> run.facts.put(rest.split(" ")[0], rest.substring(rest.indexOf(' ') + 1));
                    case "said" -> run.said.add(rest);
                    case "json" -> parse(run, rest);
                    case "done" -> results.done = true;
                    default -> {}
                }
            }
            return results;
        }

        private static void parse(Run run, String line) {
            try {
                JsonNode node = JSON.readTree(line);
                run.lines.add(node);
                if (!node.has("event") || node.get("event").asText().equals("lost")) {
                    run.odd.add(line);
                }
            } catch (JsonProcessingException e) {
                run.odd.add(line + " (" + e.getOriginalMessage() + ")");
            }
        }
    }
}
