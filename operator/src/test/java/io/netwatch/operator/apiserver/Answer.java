package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;

/** A status and a body, JSON unless it says otherwise. */
record Answer(int code, String contentType, String body) {
    static Answer json(int code, JsonNode body) {
        return new Answer(code, "application/json", Json.write(body));
    }

    static Answer ok(JsonNode body) {
        return json(200, body);
    }

    static Answer text(int code, String body) {
        return new Answer(code, "text/plain; charset=utf-8", body);
    }
}
