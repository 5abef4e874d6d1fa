package dev.multiproc.launcher.queue;

import dev.multiproc.inspect.HistoryEntry;
import dev.multiproc.inspect.InspectedProcess;
import dev.multiproc.launcher.output.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Describes items of a queue's history, one after the other, as lines below a header or as the elements of a JSON array. */
final class HistoryText {
    private static final String FORM = "%8s  %-19s  %-11s  %5s  %-32s  %s\n";

    private static final String HEADER =
            String.format(Locale.ROOT, FORM, "number", "put", "state", "tries", "consumer", "item");

    private static final int SHOWN_LENGTH = 200;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final boolean isJson;
    private boolean hasBegun;

    HistoryText(boolean isJson) {
        this.isJson = isJson;
    }

    /** An item, with what is between it and the one before. */
    String next(HistoryEntry entry) {
        return begin() + (isJson ? "\n" + Json.text(json(entry)) : line(entry));
    }

    /** What is behind the last item. */
    String end() {
        String begin = hasBegun ? "" : begin();
        return begin + (isJson ? "\n]\n" : "");
    }

    private String begin() {
        String begin = isJson ? "[" : HEADER;
        String between = isJson ? "," : "";
        String text = hasBegun ? between : begin;
        hasBegun = true;
        return text;
    }

    private static String line(HistoryEntry entry) {
        String shown = ItemBytes.of(entry)
                .map(bytes -> ItemBytes.shown(bytes, SHOWN_LENGTH))
                .orElse("(" + entry.length() + " bytes that cannot be shown here)");
        return String.format(
                Locale.ROOT,
                FORM,
                entry.itemId(),
                entry.putTime().map(TIME::format).orElse("-"),
                state(entry),
                entry.deliveryCount(),
                entry.consumer().map(HistoryText::text).orElse("-"),
                shown + entry.death().map(HistoryText::text).orElse(""));
    }

    private static String state(HistoryEntry entry) {
        return entry.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** What a process does: if it was killed or has ended, its items are given back when the session is opened next. */
    private static String state(InspectedProcess process) {
        return process.state().name().toLowerCase(Locale.ROOT);
    }

    private static String text(InspectedProcess process) {
        String state = state(process);
        return process.name() + " (pid " + process.pid() + (state.equals("running") ? "" : ", " + state) + ")";
    }

    private static String text(HistoryEntry.Death death) {
        return "  [" + death.time().map(time -> TIME.format(time) + ": ").orElse("") + death.reason() + "]";
    }

    private static Map<String, Object> json(HistoryEntry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", entry.itemId());
        json.put("put", entry.putTime().map(Instant::toString).orElse(null));
        json.put("state", state(entry));
        json.put("tries", entry.deliveryCount());
        json.put("consumer", entry.consumer().map(InspectedProcess::name).orElse(null));
        json.put("consumerPid", entry.consumer().map(InspectedProcess::pid).orElse(null));
        json.put("consumerState", entry.consumer().map(HistoryText::state).orElse(null));
        json.put("length", entry.length());
        Optional<byte[]> bytes = ItemBytes.of(entry);
        Optional<String> text = bytes.flatMap(HistoryText::text);
        json.put("item", text.orElse(null));
        if (bytes.isPresent() && text.isEmpty()) {
            json.put("base64", Base64.getEncoder().encodeToString(bytes.orElseThrow()));
        }
        entry.death().ifPresent(death -> {
            json.put("dead", death.time().map(Instant::toString).orElse(null));
            json.put("cause", death.cause().name().toLowerCase(Locale.ROOT).replace('_', ' '));
            json.put("reason", death.reason());
        });
        return json;
    }

    /** Bytes as text, if they are text. */
    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException noText) {
            return Optional.empty();
        }
    }
}
