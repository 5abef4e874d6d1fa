package dev.multiproc.launcher.doctor;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was found about one thing.
 *
 * @param subject what was looked at
 * @param isFine false if something is missing
 * @param text what is there
 * @param advice what to do about it, or what to know; empty if there is nothing to say
 */
record Finding(String subject, boolean isFine, String text, String advice) {
    static Finding fine(String subject, String text) {
        return new Finding(subject, true, text, "");
    }

    /** Nothing is missing, but children may not get what their user expects. */
    static Finding note(String subject, String text, String advice) {
        return new Finding(subject, true, text, advice);
    }

    static Finding missing(String subject, String text, String advice) {
        return new Finding(subject, false, text, advice);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("subject", subject);
        json.put("fine", isFine);
        json.put("text", text);
        json.put("advice", advice);
        return json;
    }
}
