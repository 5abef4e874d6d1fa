package dev.multiproc.launcher.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobPrinterTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private JobPrinter printer(boolean keepsOrder, boolean isByLine, boolean hasTags) {
        return new JobPrinter(out, err, new JobPrinter.Options(keepsOrder, isByLine, hasTags));
    }

    private static Job job(int sequence) {
        return new Job(("item" + sequence).getBytes(UTF_8), sequence, 1);
    }

    private static void out(JobOutput output, String text) {
        output.out(text.getBytes(UTF_8), 0, text.length());
    }

    @Test
    void outputOfAJobIsPrintedAtItsEnd() {
        JobPrinter printer = printer(false, false, false);
        JobPrinter.Output first = printer.open(job(1));
        JobPrinter.Output second = printer.open(job(2));
        out(first, "a\n");
        out(second, "b\n");
        out(first, "c");
        first.err("e\n".getBytes(UTF_8), 0, 2);
        printer.end(second, isPrinted -> assertThat(isPrinted).isTrue());
        printer.end(first, isPrinted -> assertThat(isPrinted).isTrue());

        assertThat(out.toString(UTF_8)).isEqualTo("b\na\nc");
        assertThat(err.toString(UTF_8)).isEqualTo("e\n");
    }

    @Test
    void orderIsKeptOnRequest() {
        JobPrinter printer = printer(true, true, false);
        List<Integer> printed = new ArrayList<>();
        List<JobPrinter.Output> outputs = new ArrayList<>();
        for (int sequence = 1; sequence <= 3; sequence++) {
            outputs.add(printer.open(job(sequence)));
            out(outputs.get(sequence - 1), sequence + "\n");
        }
        printer.end(outputs.get(2), isPrinted -> printed.add(3));
        printer.end(outputs.get(1), isPrinted -> printed.add(2));
        assertThat(printed).isEmpty();
        printer.end(outputs.get(0), isPrinted -> printed.add(1));

        assertThat(printed).containsExactly(1, 2, 3);
        assertThat(out.toString(UTF_8)).isEqualTo("1\n2\n3\n");
    }

    @Test
    void linesAreWholeAndTagged() {
        JobPrinter printer = printer(false, true, true);
        JobPrinter.Output first = printer.open(job(1));
        JobPrinter.Output second = printer.open(job(2));
        out(first, "be");
        out(second, "x\ny");
        out(first, "gin\nend");
        assertThat(out.toString(UTF_8)).isEqualTo("item2\tx\nitem1\tbegin\n");
        printer.end(first, isPrinted -> {});

        assertThat(out.toString(UTF_8)).isEqualTo("item2\tx\nitem1\tbegin\nitem1\tend");
    }

    @Test
    void largeOutputDoesNotStayInMemory() {
        JobPrinter printer = printer(false, false, false);
        JobPrinter.Output output = printer.open(job(1));
        for (int i = 0; i < 300_000; i++) {
            out(output, "0123456789");
        }
        printer.end(output, isPrinted -> assertThat(isPrinted).isTrue());

        assertThat(out.size()).isEqualTo(3_000_000);
        assertThat(out.toString(UTF_8)).matches("(0123456789){300000}+");
    }

    @Test
    void whatCannotBePrintedIsSaid() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        JobPrinter printer = new JobPrinter(closed, err, new JobPrinter.Options(false, false, false));
        List<Boolean> printed = new ArrayList<>();
        for (int sequence = 1; sequence <= 2; sequence++) {
            JobPrinter.Output output = printer.open(job(sequence));
            out(output, "x\n");
            printer.end(output, printed::add);
        }

        assertThat(printed).containsExactly(false, false);
        assertThat(printer.failure()).hasMessage("Broken pipe");
    }
}
