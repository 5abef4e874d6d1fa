package dev.multiproc.recipes;

import dev.multiproc.queue.Delivery;
import dev.multiproc.queue.JoinableQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

final class ExactlyOnce {
    private ExactlyOnce() {}

    // recipe: exactly-once
    static void work(JoinableQueue<String> orders, String directory) throws Exception {
        Path invoices = Path.of(directory); // a Path is not serializable
        while (true) {
            Delivery<String> order = orders.receive();
            Path invoice = invoices.resolve("invoice-" + order.id());
            if (Files.notExists(invoice)) { // else one who took it before has written it, and was killed before done()
                Path draft = Files.createTempFile(invoices, "draft", null);
                Files.writeString(draft, "to pay: " + order.value());
                Files.move(draft, invoice, StandardCopyOption.ATOMIC_MOVE); // the effect and the id, in one step
            }
            order.done();
        }
    }
    // end
}
