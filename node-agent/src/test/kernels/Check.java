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
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    private static final String NOWHERE = "192.0.2.1";
    private static final String NAME = "03777777076578616d706c6503636f6d00"; // www.example.com, RFC 1035, 3.1
    private static final String BARE = "1a2b01000001000000000000" + "0000020001"; // the root's name servers
    private static final String SILENT = "198.51.100.1";

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
        check.dns(results.runs.getOrDefault("dns", new Run()));
        check.states(results.runs.getOrDefault("states", new Run()));
        check.that("the guest ran to its end", results.done, "done", results.done ? "done" : "nothing more");
        System.exit(check.failed ? FAILED : 0);
    }

    private void mode(String mode, Run run) {
        String attached = "attached: " + mode;
        boolean says = run.said.stream().anyMatch(line -> line.contains(attached));
        that(mode + ": loads and attaches", says, attached, String.join("\n    ", run.said));
        that(mode + ": ends on SIGTERM", run.exit().matches("0|143"), "exit code 0 or 143", run.exit());
        boolean sound = run.odd.isEmpty() && !run.lines.isEmpty();
        that(mode + ": prints JSON and loses nothing", sound, "only connections", run.lines.size() + " and " + run.odd);
        that(mode + ": the guest's own connections went as meant", run.wentAsMeant(), "3 answers", "" + run.facts);

        line(mode + ": connect over IPv4", run, "connect", run.client("v4", V4, 0));
        line(mode + ": connect over IPv6", run, "connect", run.client("v6", V6, 1));
        line(mode + ": accept over IPv4, by the listener", run, "accept", run.server("v4", V4, 0, "listener4"));
        line(mode + ": accept over IPv6, by the listener", run, "accept", run.server("v6", V6, 1, "listener6"));
        line(mode + ": accept by a listener older than the agent", run, "accept", run.server("old", V4, 2, "older"));
        line(mode + ": close by an IPv4 client, bytes", run, "close", run.clientBytes("v4", V4, 0));
        line(mode + ": close of an IPv4 server, bytes", run, "close", run.serverBytes("v4", V4, 0, "listener4"));
        line(mode + ": close by an IPv6 client, bytes", run, "close", run.clientBytes("v6", V6, 1));
        line(mode + ": close of an IPv6 server, bytes", run, "close", run.serverBytes("v6", V6, 1, "listener6"));
        line(mode + ": refused connect", run, "connect_failed", run.failure("refused", V4, 1, "ECONNREFUSED"));
        Map<String, Object> unreachable = run.failure("unreachable", NOWHERE, 9, "ENETUNREACH");
        line(mode + ": connect without a route", run, "connect_failed", unreachable);
        Map<String, Object> held = run.client("held", V4, 3);
        held.put("/preexisting", true);
        line(mode + ": connection older than the agent", run, "open", held);
        line(mode + ": unanswered connect, by a reading", run, "open", run.unanswered("silent", SILENT, 9));
    }

    /** Each question, which the client asked, and its answer, which is the same but for one bit; nothing of the server's. */
    private void dns(Run run) {
        boolean says = run.said.stream().anyMatch(line -> line.contains("attached: dns"));
        that("dns: loads and attaches", says, "attached: dns", String.join("\n    ", run.said));
        that("dns: tells whole records", run.odd.isEmpty(), "none odd", "" + run.odd);
        for (String address : List.of(V4, V6)) {
            String family = address.equals(V4) ? "IPv4" : "IPv6";
            List<String> udp = run.dns("udp", address);
            String question = udp.isEmpty() ? "" : udp.get(0).replace("outbound ", "");
            boolean asked = question.matches("[0-9a-f]{4}010000010{12}" + NAME + "00010001")
                    && udp.equals(List.of("outbound " + question, "inbound " + answerTo(question)));
            that("dns: question and answer over UDP and " + family, asked, "both", "" + udp);
            // how the stream is cut is the kernel's choice
            String tcp = String.join("", run.dns("tcp", address)).replaceAll("(?<=[0-9a-f])outbound ", "");
            String wanted = "outbound 0011" + BARE + "inbound 0011" + answerTo(BARE);
            that("dns: segments over TCP and " + family, tcp.equals(wanted), wanted, tcp);
        }
        long ofServer = run.lines.stream()
                .filter(line -> !line.at("/cgroup/id").asText().equals(run.fact("cgroup")))
                .count();
        that("dns: nothing of the server's side", ofServer == 0, "none", ofServer + " lines");
    }

    /** In each mode, step by step, the kernel counts what its tables show; which are two ends of each connection that is open. */
    private void states(Run run) {
        for (String mode : MODES) {
            List<JsonNode> steps = run.lines.stream()
                    .filter(line -> line.at("/mode").asText().equals(mode))
                    .toList();
            boolean agree = steps.size() == 5 && steps.stream().allMatch(line -> line.at("/kernel").equals(line.at("/tables")));
            String came = steps.isEmpty() ? String.join("\n    ", run.said) : steps.toString();
            that(mode + ": TCP sockets by state, as the tables show them", agree, "five steps", came);
            String counts = "+40/0 +40/0 +30/5 +0/0";
            that(mode + ": TCP sockets by state, as they were made", since(steps).equals(counts), counts, came);
        }
    }

    /** Sockets in ESTABLISHED and CLOSE_WAIT beyond those of the first step. */
    private static String since(List<JsonNode> steps) {
        return steps.stream()
                .skip(1)
                .map(line -> "+" + grown(steps.get(0), line, "/kernel/established") + "/"
                        + grown(steps.get(0), line, "/kernel/closeWait"))
                .collect(Collectors.joining(" "));
    }

    private static int grown(JsonNode from, JsonNode to, String pointer) {
        return to.at(pointer).asInt() - from.at(pointer).asInt();
    }

    /** The question with the bit that makes it an answer, RFC 1035, 4.1.1. */
    private static String answerTo(String question) {
        return question.substring(0, 4) + "8" + question.substring(5);
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
            boolean matters = wanted.containsKey(pointer);
            if (matters && !line.at(pointer).asText().equals(wanted.get(pointer).toString())) {
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

        /** Three got the whole page, two got none. */
        boolean wentAsMeant() {
            return Stream.of("v4", "v6", "old").allMatch(name -> fact(name + ".received").matches("2\\d{4}"))
                    && Stream.of("refused", "unreachable").allMatch(name -> fact(name + ".received").equals("0"));
        }

        /** Direction and bytes of what the client's cgroup exchanged with port 53 of the address. */
        List<String> dns(String protocol, String address) {
            return lines.stream()
                    .filter(line -> line.at("/protocol").asText().equals(protocol))
                    .filter(line -> line.at("/cgroup/id").asText().equals(fact("cgroup")))
                    .filter(line -> line.at("/peer/address").asText().equals(address)
                            && line.at("/peer/port").asInt() == 53
                            && line.at("/local/address").asText().equals(address))
                    .map(line -> line.at("/direction").asText() + " "
                            + line.at("/message").asText())
                    .toList();
        }

        /** A client's end of a connection to the nth of the ports that the mode's listeners have. */
        Map<String, Object> client(String name, String address, int nth) {
            Map<String, Object> values = clientProcess(name);
            ends(values, address, fact(name + ".port"), port(nth));
            return values;
        }

        /** The other end, accepted by a listener. */
        Map<String, Object> server(String client, String address, int nth, String listener) {
            Map<String, Object> values = process(fact(listener + ".pid"), "httpd");
            ends(values, address, port(nth), fact(client + ".port"));
            values.put("/direction", "inbound");
            return values;
        }

        Map<String, Object> clientBytes(String name, String address, int nth) {
            return withBytes(client(name, address, nth), fact(name + ".received"), fact(name + ".sent"));
        }

        Map<String, Object> serverBytes(String client, String address, int nth, String listener) {
            Map<String, Object> values = server(client, address, nth, listener);
            return withBytes(values, fact(client + ".sent"), fact(client + ".received"));
        }

        /** A connect that nobody has answered. */
        Map<String, Object> unanswered(String name, String address, int port) {
            Map<String, Object> values = clientProcess(name);
            values.put("/peer/address", address);
            values.put("/peer/port", port);
            values.put("/state", "SYN_SENT");
            values.put("/preexisting", false);
            return values;
        }

        /** A connect that made no connection; its local end is nowhere to be read. */
        Map<String, Object> failure(String name, String address, int port, String error) {
            Map<String, Object> values = clientProcess(name);
            values.put("/peer/address", address);
            values.put("/peer/port", port);
            values.put("/error", error);
            return values;
        }

        private int port(int nth) {
            return Integer.parseInt(facts.getOrDefault("port", "0")) + nth;
        }

        private Map<String, Object> clientProcess(String name) {
            Map<String, Object> values = process(fact(name + ".pid"), "nc");
            values.put("/direction", "outbound");
            values.put("/cgroup/id", fact("cgroup"));
            values.put("/cgroup/path", "/client");
            return values;
        }

        private Map<String, Object> process(String pid, String comm) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("/process/pid", pid);
            values.put("/process/comm", comm);
            values.put("/netns", fact("netns"));
            return values;
        }

        /** Both are on loopback, so they have one address. */
        private static void ends(Map<String, Object> values, String address, Object local, Object peer) {
            values.put("/local/address", address);
            values.put("/local/port", local);
            values.put("/peer/address", address);
            values.put("/peer/port", peer);
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
