package io.netwatch.operator.apiserver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which objects of a kind a list, watch or deletecollection is about: namespace (empty = all), labels, fields. */
record Selector(String namespace, Predicate<Map<String, String>> labels, Predicate<Map<String, String>> fields) {
    private static final String KEY = "([A-Za-z0-9][-A-Za-z0-9_./]*)";
    private static final String VALUE = "([-A-Za-z0-9_.]*)";
    private static final Pattern EQUALITY = Pattern.compile(KEY + "\\s*(==|=|!=)\\s*" + VALUE);
    private static final Pattern MEMBERSHIP = Pattern.compile(KEY + "\\s+(in|notin)\\s*\\(([^()]*)\\)");
    private static final Pattern EXISTENCE = Pattern.compile("(!?)\\s*" + KEY);
    private static final Pattern FIELD = Pattern.compile("([^=!]+)(==|=|!=)(.*)");

    /** @throws ApiFailure 400 for a selector that isn't one, or that names a field which the kind has no index for */
    static Selector of(ResourceType type, String namespace, String labelSelector, String fieldSelector) {
        return new Selector(namespace, labels(labelSelector), fields(type, fieldSelector));
    }

    boolean matches(StoredObject object) {
        return (namespace.isEmpty() || namespace.equals(object.namespace()))
                && labels.test(object.labels())
                && fields.test(object.fields());
    }

    private static Predicate<Map<String, String>> labels(String text) {
        Predicate<Map<String, String>> all = labels -> true;
        for (String part : split(text)) {
            all = all.and(label(part.strip()));
        }
        return all;
    }

    private static Predicate<Map<String, String>> label(String part) {
        Matcher equality = EQUALITY.matcher(part);
        if (equality.matches()) {
            String key = equality.group(1);
            String value = equality.group(3);
            boolean wanted = !equality.group(2).equals("!=");
            return labels -> value.equals(labels.get(key)) == wanted;
        }
        Matcher membership = MEMBERSHIP.matcher(part);
        if (membership.matches()) {
            String key = membership.group(1);
            boolean wanted = membership.group(2).equals("in");
            Set<String> values = new TreeSet<>();
            Arrays.stream(membership.group(3).split(",", -1)).map(String::strip).forEach(values::add);
            return labels -> (labels.containsKey(key) && values.contains(labels.get(key))) == wanted;
        }
        Matcher existence = EXISTENCE.matcher(part);
        if (existence.matches()) {
            boolean wanted = existence.group(1).isEmpty();
            return labels -> labels.containsKey(existence.group(2)) == wanted;
        }
        throw ApiFailure.badRequest(
                "unable to parse requirement: found '" + part + "', expected: in, notin, =, ==, !=, gt, lt");
    }

    private static Predicate<Map<String, String>> fields(ResourceType type, String text) {
        Set<String> known = SelectableFields.names(type);
        Predicate<Map<String, String>> all = fields -> true;
        for (String part : split(text)) {
            Matcher field = FIELD.matcher(part.strip());
            if (!field.matches()) {
                throw ApiFailure.badRequest("invalid selector: '" + part + "'; can't understand '" + part + "'");
            }
            String path = field.group(1).replace("regarding.", "involvedObject.");
            if (!known.contains(path)) {
                throw ApiFailure.badRequest(SelectableFields.refusal(type, path));
            }
            String value = field.group(3);
            boolean wanted = !field.group(2).equals("!=");
            all = all.and(fields -> value.equals(fields.get(path)) == wanted);
        }
        return all;
    }

    /** At commas outside brackets. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? ',' : text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth <= 0) {
                if (!text.substring(start, i).isBlank()) {
                    parts.add(text.substring(start, i));
                }
                start = i + 1;
            }
        }
        return parts;
    }
}
