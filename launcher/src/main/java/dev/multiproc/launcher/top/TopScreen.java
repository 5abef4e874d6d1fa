package dev.multiproc.launcher.top;

import dev.multiproc.launcher.output.TerminalSize;
import dev.multiproc.launcher.top.Sample.ProcessRow;
import java.util.ArrayList;
import java.util.List;

/** What is on the screen: which process is selected, how they are sorted, what the last key did. */
final class TopScreen {
    private static final String HINT =
            "q quit  h help  s sort  arrows select  p pause  c continue  e end  k kill  d dump";
    private static final List<String> HELP = List.of(
            "up, down  select a process",
            "s         sort by the next of: start, cpu, memory, items, age, name",
            "p         pause the process: SIGSTOP",
            "c         continue it: SIGCONT",
            "e         end it: SIGTERM, after a question",
            "k         kill it: SIGKILL, after a question; what it held goes back",
            "d         dump its threads: into a file, or to its own output; says where",
            "h, ?      this help; any key leaves it",
            "q         quit",
            "",
            "HAS: items that it has taken and not finished; ITEM'S AGE: since the oldest of them was put.",
            "OLDEST: since the item that waits longest was put. LONGEST WAIT, FOR: as long as seen from here.",
            "ITEMS/S: items taken from queues; tasks of workers of pools; 'items' of processes that show them with 'pid'.");
    private static final String REVERSE = "\033[7m";
    private static final String BOLD = "\033[1m";
    private static final String PLAIN = "\033[0m";
    private static final int MIN_PROCESSES = 4;
    private static final int FIXED_ROWS = 3;

    private final boolean isColored;
    private Order order;
    private long selectedPid;
    private String message = "";
    private boolean isHelp;

    TopScreen(Order order, boolean isColored) {
        this.order = order;
        this.isColored = isColored;
    }

    void say(String text) {
        message = text;
    }

    void setHelp(boolean isShown) {
        isHelp = isShown;
    }

    boolean isHelp() {
        return isHelp;
    }

    void sortByNext() {
        order = order.next();
        message = "sorted by " + order;
    }

    long selectedPid() {
        return selectedPid;
    }

    /** Selects the process that is so many lines below the selected one. */
    void move(Sample sample, int lines) {
        List<ProcessRow> processes = order.sorted(sample.processes());
        int at = Math.max(0, Math.min(processes.size() - 1, selected(processes) + lines));
        if (!processes.isEmpty()) {
            selectedPid = processes.get(at).pid();
        }
    }

    private int selected(List<ProcessRow> processes) {
        for (int i = 0; i < processes.size(); i++) {
            if (processes.get(i).pid() == selectedPid) {
                return i;
            }
        }
        return 0;
    }

    /** The lines for a screen of that size. */
    List<String> lines(Sample sample, TerminalSize size) {
        List<String> lines = new ArrayList<>();
        lines.add(styled(BOLD, TextWidth.cut(SampleText.title(sample), size.columns())));
        if (isHelp) {
            HELP.forEach(line -> lines.add(TextWidth.cut(line, size.columns())));
        } else {
            addTables(lines, sample, size);
        }
        List<String> fitting = new ArrayList<>(lines.subList(0, Math.min(lines.size(), Math.max(0, size.rows() - 1))));
        while (fitting.size() < size.rows() - 1) {
            fitting.add("");
        }
        fitting.add(styled(REVERSE, TextWidth.cut(message.isEmpty() ? HINT : message, size.columns())));
        return fitting;
    }

    private void addTables(List<String> lines, Sample sample, TerminalSize size) {
        List<ProcessRow> processes = order.sorted(sample.processes());
        List<String> table = SampleText.processes(processes);
        List<String> rest = SampleText.rest(sample);
        int room = Math.max(MIN_PROCESSES, size.rows() - FIXED_ROWS - rest.size());
        int selected = selected(processes);
        if (!processes.isEmpty()) {
            selectedPid = processes.get(selected).pid();
        }
        lines.add(styled(BOLD, TextWidth.cut(table.get(0), size.columns())));
        int first = Math.max(0, Math.min(selected - room / 2, processes.size() - room));
        for (int i = first; i < Math.min(processes.size(), first + room); i++) {
            String line = TextWidth.cut(table.get(i + 1), size.columns());
            lines.add(i == selected ? styled(REVERSE, TextWidth.padRight(line, size.columns())) : line);
        }
        boolean isHeading = false;
        for (String line : rest) {
            String cut = TextWidth.cut(line, size.columns());
            lines.add(isHeading ? styled(BOLD, cut) : cut);
            isHeading = line.isEmpty();
        }
    }

    /** The selected line is marked without colours too: the inversion is none. */
    private String styled(String style, String line) {
        return isColored || style.equals(REVERSE) ? style + line + PLAIN : line;
    }
}
