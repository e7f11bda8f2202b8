package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/** Lists, whole or in pages. A later page shows the objects as they are, not as they were at the first one. */
final class Lister {
    private final Store store;

    Lister(Store store) {
        this.store = store;
    }

    /** A page: {@code next} is empty on the last. */
    record Page(List<StoredObject> items, long version, String next) {}

    /** @throws ApiFailure 400 for a bad token or selector, 410 when the token's version is no longer known */
    Page page(ResourceType type, Call call) {
        Selector selector = call.selector(type);
        int limit = call.param("limit").isEmpty() ? 0 : Integer.parseInt(call.param("limit"));
        String token = call.param("continue");
        Collection<StoredObject> source = store.shelf(type).in(selector.namespace());
        long version = store.version();
        if (!token.isEmpty()) {
            ObjectNode start = decode(token);
            version = start.path("version").asLong();
            if (store.shelf(type).hasForgotten(version)) {
                throw ApiFailure.expired(
                        "The provided continue parameter is too old to display a consistent list result."
                                + " You can start a new list without the continue parameter.");
            }
            source = store.shelf(type).after(start.path("after").asText());
        }
        List<StoredObject> items = new ArrayList<>();
        for (StoredObject each : source) {
            if (selector.matches(each)) {
                if (limit > 0 && items.size() == limit) {
                    return new Page(
                            items, version, encode(version, items.get(limit - 1).key()));
                }
                items.add(each);
            }
        }
        return new Page(items, version, "");
    }

    static String write(ResourceType type, Page page) {
        StringBuilder text = new StringBuilder(64 + page.items().size() * 1024);
        ObjectNode metadata = Json.object().put("resourceVersion", Long.toString(page.version()));
        if (!page.next().isEmpty()) {
            metadata.put("continue", page.next());
        }
        text.append("{\"kind\":\"").append(type.kind()).append("List\",\"apiVersion\":\"");
        text.append(type.apiVersion())
                .append("\",\"metadata\":")
                .append(metadata)
                .append(",\"items\":[");
        String comma = "";
        for (StoredObject item : page.items()) {
            text.append(comma).append(EventForms.served(type, item));
            comma = ",";
        }
        return text.append("]}").toString();
    }

    private static String encode(long version, String after) {
        byte[] token = Json.write(Json.object().put("version", version).put("after", after))
                .getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    private static ObjectNode decode(String token) {
        try {
            return Json.parseObject(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | ApiFailure e) {
            throw ApiFailure.badRequest("invalid continue token: continue key is not valid");
        }
    }
}
