/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a generated block is made of: {@code <!-- KIND key=value key="some words" -->}.
 *
 * @param kind {@code table}, {@code plot} or {@code json}.
 */
record Directive(String kind, Map<String, String> values) {
    private static final Pattern BEGIN = Pattern.compile("<!-- (table|plot|json) (.*) -->");
    private static final Pattern VALUE = Pattern.compile("([a-z]+)=(?:\"([^\"]*)\"|(\\S+))");

    /** Null when the line begins no block. */
    static Directive of(String line) {
        final Matcher begin = BEGIN.matcher(line.strip());
        if (!begin.matches()) {
            return null;
        }
        final Map<String, String> values = new LinkedHashMap<>();
        final Matcher value = VALUE.matcher(begin.group(2));
        while (value.find()) {
            values.put(value.group(1), value.group(2) == null ? value.group(3) : value.group(2));
        }
        return new Directive(begin.group(1), values);
    }

    String need(String key) {
        final String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("a " + kind + " needs " + key + "=...: " + values);
        }
        return value;
    }

    String get(String key, String otherwise) {
        return values.getOrDefault(key, otherwise);
    }
}
