import dev.multiproc.*
import dev.multiproc.queue.*
Multiprocessing mp = Multiprocessing.open()
SharedQueue<String> buns = mp.queue()
ChildProcess child = mp.process(() -> buns.put("a bun"))
child.start()
System.out.println("goes on")
mp.close()
/exit
