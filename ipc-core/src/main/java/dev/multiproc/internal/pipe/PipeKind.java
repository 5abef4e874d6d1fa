package dev.multiproc.internal.pipe;

import dev.multiproc.internal.control.MappedRegion;
import dev.multiproc.internal.object.Inspected;
import dev.multiproc.internal.object.ObjectKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kinds of pipes in the object table, and in handles: 50 to 59. */
enum PipeKind implements ObjectKind {
    /** A pipe. In a handle: both its ends. */
    PIPE(50, "Pipe"),
    /** One of the ends, in handles only. */
    FIRST_END(51, "Connection"),
    SECOND_END(52, "Connection");

    private static final int FIRST_CODE = 50;
    private static final int LAST_CODE = 52;

    private final int code;
    private final String title;

    PipeKind(int code, String title) {
        this.code = code;
        this.title = title;
    }

    /** Whether a code is one of these, asked without loading them. */
    static boolean has(int code) {
        return code >= FIRST_CODE && code <= LAST_CODE;
    }

    static PipeKind of(int code) {
        return values()[code - FIRST_CODE];
    }

    static PipeKind ofEnd(int end) {
        return end == 0 ? FIRST_END : SECOND_END;
    }

    @Override
    public int code() {
        return code;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public ObjectKind whole() {
        return PIPE;
    }

    @Override
    public Inspected inspect(MappedRegion control, int base) {
        Map<String, Object> figures = new LinkedHashMap<>();
        if (control.getInt(base + PipeDescriptor.ONE_WAY_OFFSET) == 0) {
            figures.put("bytes to second", waiting(control, base, 0));
        }
        figures.put("bytes to first", waiting(control, base, 1));
        List<Integer> holders = new ArrayList<>();
        Holders.addTo(holders, control, base + PipeDescriptor.holders(0));
        figures.put("holders of first", holders.size());
        List<Integer> ofSecond = new ArrayList<>();
        Holders.addTo(ofSecond, control, base + PipeDescriptor.holders(1));
        figures.put("holders of second", ofSecond.size());
        Holders.addTo(holders, control, base + PipeDescriptor.holders(1));
        return new Inspected(title, figures, holders, false);
    }

    private static long waiting(MappedRegion control, int base, int direction) {
        long written = control.getLong(base + PipeDescriptor.stream(direction) + PipeDescriptor.WRITTEN);
        long read = control.getLong(base + PipeDescriptor.work(PipeDescriptor.other(direction)) + PipeDescriptor.READ);
        return Math.max(0, written - read);
    }

    @Override
    public String waitPurpose(MappedRegion control, int base, int event) {
        return event - base < PipeDescriptor.work(0) ? "to receive from" : "to send to";
    }
}
