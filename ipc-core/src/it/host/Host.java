import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

/** As a plug-in's host: runs a main class of class loaders, each the parent of the next, of which it knows the class paths. */
public class Host {
    public static void main(String[] arguments) throws Exception {
        ClassLoader loader = ClassLoader.getPlatformClassLoader();
        for (int i = 1; i < arguments.length; i++) {
            List<URL> urls = new ArrayList<>();
            for (String entry : arguments[i].split(File.pathSeparator)) {
                urls.add(new File(entry).toURI().toURL());
            }
            loader = new URLClassLoader(urls.toArray(new URL[0]), loader);
        }
        loader.loadClass(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    }
}
