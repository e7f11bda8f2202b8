package io.netwatch.e2e;

import com.fasterxml.jackson.databind.JsonNode;

/** A connection as the agent tells of it, in words that hold for every run: workloads in place of pods. */
final class Seen {
    private Seen() {}

    /**
     * As {@code outbound shop/Deployment/cart:cart -> shop/Deployment/database via database:postgres, ok}; each end with how it is
     * known.
     */
    static String row(JsonNode connection) {
        String arrow = connection.get("direction").asText().equals("inbound") ? " <- " : " -> ";
        return local(connection.get("localParty")) + arrow + peer(connection) + ", " + outcome(connection);
    }

    private static String local(JsonNode party) {
        return who(party) + ":" + party.path("container").asText("?") + how(party);
    }

    private static String peer(JsonNode connection) {
        JsonNode party = connection.get("peerParty");
        JsonNode service = party.get("service");
        String via = service.isNull()
                ? ""
                : " via " + service.get("namespace").asText() + "/"
                        + service.get("name").asText() + ":"
                        + service.get("port").asText();
        String name = party.get("kind").asText().equals("external")
                ? "external " + connection.get("peer").get("address").asText()
                : who(party);
        return name + via + how(party);
    }

    private static String who(JsonNode party) {
        JsonNode workload = party.get("workload");
        String name = workload.isNull()
                ? party.get("name").asText("?")
                : workload.get("kind").asText() + "/" + workload.get("name").asText();
        return party.get("kind").asText() + " " + party.path("namespace").asText("") + "/" + name;
    }

    private static String how(JsonNode party) {
        return " (" + party.get("attribution").asText() + (party.get("stale").asBoolean() ? ", stale)" : ")");
    }

    private static String outcome(JsonNode connection) {
        String error = connection.get("error").asText("");
        String trouble = connection.get("trouble").asText("");
        return connection.get("failed").asBoolean()
                ? "failed " + error + (trouble.isEmpty() || trouble.equals("null") ? "" : " " + trouble)
                : "ok";
    }
}
