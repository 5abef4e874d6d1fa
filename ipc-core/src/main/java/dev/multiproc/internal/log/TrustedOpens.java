package dev.multiproc.internal.log;

import dev.multiproc.MultiprocessingException;
import dev.multiproc.internal.control.TrustedLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/**
 * Opens at run time the packages that Chronicle Queue needs, so that no JVM needs a flag. In the runnable jar the
 * manifest opens them, and this class does nothing.
 */
final class TrustedOpens {
    static final List<String> PACKAGES = List.of("java.lang.reflect", "sun.nio.ch", "jdk.internal.ref");

    private TrustedOpens() {}

    static void ensure() {
        Module base = Object.class.getModule();
        Module here = TrustedOpens.class.getModule();
        if (base.isOpen("java.lang.reflect", here) && base.isOpen("sun.nio.ch", here)) {
            return;
        }
        try {
            MethodHandles.Lookup trusted = TrustedLookup.make();
            // On the module path Chronicle's jars are named modules, so the packages are opened to all modules.
            MethodHandle open = trusted.findVirtual(
                    Module.class,
                    here.isNamed() ? "implAddOpens" : "implAddOpensToAllUnnamed",
                    MethodType.methodType(void.class, String.class));
            for (String name : PACKAGES) {
                open.invokeExact(base, name);
            }
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new MultiprocessingException(
                    "cannot open the JDK's packages that Chronicle Queue needs; start this JVM with"
                            + " --add-opens=java.base/java.lang.reflect=ALL-UNNAMED"
                            + " --add-opens=java.base/sun.nio.ch=ALL-UNNAMED"
                            + " --add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                    e);
        }
    }
}
