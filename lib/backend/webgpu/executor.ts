// What the worker of a device does: it carries out commands and knows nothing of tensors. The function becomes its
// source, as text, so it uses nothing but its arguments.

/** A command; buffers and kernels are numbers that the sender has given them. */
export type Command =
  | readonly ["create", buffer: number, bytes: number]
  | readonly ["destroy", buffer: number]
  | readonly ["write", buffer: number, from: number, bytes: number]
  | readonly ["copy", from: number, to: number, bytes: number]
  | readonly ["kernel", kernel: number, name: string, code: string, inputs: number, outputs: number]
  | readonly [
    "run",
    kernel: number,
    bindings: (readonly [buffer: number, bytes: number])[],
    uniforms: number,
    workgroups: [number, number?, number?],
  ];

/** Commands that are submitted together, and what is to be read after them. */
export interface Message {
  number: number;
  commands: readonly Command[];
  /** what commands write, and uniforms */
  bytes: ArrayBuffer;
  /** buffers to be copied into `landing`, one after the other */
  reads: readonly (readonly [buffer: number, bytes: number])[];
  landing: SharedArrayBuffer | undefined;
}

/** Index of each thing in the control block, int32. */
export const SLOT = {
  done: 0, // the number of the last message that is done; 0 when there is a device
  failed: 1, // 1 if the device is of no use any more
  largest: 3, // bytes of the largest array that a kernel may read or write
  length: 2, // bytes of the text, which is the name of the adapter, or why it failed
  text: 16, // where that begins
};

/** Starts a device and carries out what it is told. */
export function executor(
  slot: typeof SLOT,
  nodeWorkers: () => typeof import("node:worker_threads") | undefined,
): void {
  const constants = globalThis as unknown as Record<string, Record<string, number>>;
  const { GPUBufferUsage, GPUMapMode, GPUShaderStage } = constants;
  const UNIFORMS = 512; // bytes that a kernel may have
  const WAIT_AFTER = 64; // submissions one after the other that are not waited for
  let control: Int32Array;
  let device: GPUDevice;
  let posted: GPUBuffer | undefined; // the bytes of a message
  let staging: GPUBuffer | undefined; // what is read
  let unawaited = 0;
  const buffers = new Map<number, GPUBuffer>();
  const kernels: GPUComputePipeline[] = [];

  /** Says who computes, or what is wrong; the first failure is the one to tell. */
  function tell(text: string, failed: boolean, done: number): void {
    if (control[slot.failed] !== 0) return;
    const bytes = new TextEncoder().encode(text.slice(0, 1200)).subarray(0, 4000);
    new Uint8Array(control.buffer, 4 * slot.text).set(bytes);
    control[slot.length] = bytes.length;
    control[slot.failed] = Number(failed);
    Atomics.store(control, slot.done, done);
    Atomics.notify(control, slot.done);
  }

  function fail(error: unknown): void {
    tell(String((error as Error)?.message ?? error), true, 2 ** 31 - 1);
  }

  async function start(): Promise<void> {
    const gpu = navigator.gpu as GPU | undefined;
    if (gpu === undefined) throw new Error("there is no WebGPU here");
    const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
    if (adapter === null) {
      throw new Error("there is no GPU, or no driver; Debian's mesa-vulkan-drivers imitates one");
    }
    const { limits, info } = adapter;
    device = await adapter.requestDevice({
      requiredLimits: {
        maxBufferSize: limits.maxBufferSize,
        maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
        maxStorageBuffersPerShaderStage: limits.maxStorageBuffersPerShaderStage,
      },
    });
    const largest = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize / 2);
    control[slot.largest] = Math.min(largest, 2 ** 30); // an int32
    device.lost.then(({ message, reason }) => fail(`the GPU is lost: ${message || reason}`));
    tell(info.description || `${info.vendor} ${info.architecture}`.trim() || "a GPU", false, 0);
  }

  /** A buffer of at least so many bytes: the one before, if it is large enough. */
  function atLeast(bytes: number, before: GPUBuffer | undefined, usage: number): GPUBuffer {
    if (before !== undefined && before.size >= bytes) return before;
    before?.destroy();
    const size = 2 ** Math.ceil(Math.log2(Math.max(bytes, 4096)));
    return device.createBuffer({ size: Math.min(size, device.limits.maxBufferSize), usage });
  }

  function createKernel(label: string, code: string, inputs: number, outputs: number) {
    const types: GPUBufferBindingType[] = [
      "uniform",
      ...new Array(inputs).fill("read-only-storage"),
      ...new Array(outputs).fill("storage"),
    ];
    const entries = types.map((type, binding) => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type },
    }));
    const layout = device.createPipelineLayout({
      bindGroupLayouts: [device.createBindGroupLayout({ entries })],
    });
    const module = device.createShaderModule({ label, code });
    return device.createComputePipeline({ label, layout, compute: { module, entryPoint: "main" } });
  }

  async function carryOut({ number, commands, bytes, reads, landing }: Message): Promise<void> {
    if (control[slot.failed] !== 0) return;
    const { COPY_SRC, COPY_DST, MAP_READ, STORAGE, UNIFORM } = GPUBufferUsage;
    device.pushErrorScope("validation");
    device.pushErrorScope("out-of-memory");
    posted = atLeast(bytes.byteLength + UNIFORMS, posted, UNIFORM | COPY_SRC | COPY_DST);
    if (bytes.byteLength > 0) device.queue.writeBuffer(posted, 0, bytes); // Deno panics at nothing
    const encoder = device.createCommandEncoder();
    const destroyed: GPUBuffer[] = [];
    let pass: GPUComputePassEncoder | undefined;
    const betweenPasses = () => {
      pass?.end();
      pass = undefined;
      return encoder;
    };
    for (const command of commands) {
      if (command[0] === "run") {
        const [, kernel, bindings, uniforms, workgroups] = command;
        pass ??= encoder.beginComputePass();
        pass.setPipeline(kernels[kernel]);
        const resources = [
          { buffer: posted, offset: uniforms, size: UNIFORMS },
          ...bindings.map(([buffer, size]) => ({ buffer: buffers.get(buffer)!, size })),
        ];
        pass.setBindGroup(
          0,
          device.createBindGroup({
            layout: kernels[kernel].getBindGroupLayout(0),
            entries: resources.map((resource, binding) => ({ binding, resource })),
          }),
        );
        pass.dispatchWorkgroups(...workgroups);
      } else if (command[0] === "write") {
        const [, buffer, from, size] = command;
        betweenPasses().copyBufferToBuffer(posted, from, buffers.get(buffer)!, 0, size);
      } else if (command[0] === "copy") {
        const [, from, to, size] = command;
        betweenPasses().copyBufferToBuffer(buffers.get(from)!, 0, buffers.get(to)!, 0, size);
      } else if (command[0] === "create") {
        const [, buffer, size] = command;
        const usage = STORAGE | COPY_SRC | COPY_DST;
        buffers.set(buffer, device.createBuffer({ size, usage }));
      } else if (command[0] === "kernel") {
        const [, kernel, name, code, inputs, outputs] = command;
        kernels[kernel] = createKernel(name, code, inputs, outputs);
      } else {
        destroyed.push(buffers.get(command[1])!);
        buffers.delete(command[1]);
      }
    }
    const total = reads.reduce((sum, [, size]) => sum + size, 0);
    if (total > 0) staging = atLeast(total, staging, MAP_READ | COPY_DST);
    let offset = 0;
    for (const [buffer, size] of reads) {
      betweenPasses().copyBufferToBuffer(buffers.get(buffer)!, 0, staging!, offset, size);
      offset += size;
    }
    device.queue.submit([betweenPasses().finish()]);
    destroyed.forEach((buffer) => buffer.destroy());
    const errors = Promise.all([device.popErrorScope(), device.popErrorScope()])
      .then((found) => found.forEach((error) => error && fail(error)));
    if (total > 0) {
      await errors;
      await staging!.mapAsync(GPUMapMode.READ, 0, total);
      new Uint8Array(landing!).set(new Uint8Array(staging!.getMappedRange(0, total)));
      staging!.unmap();
      unawaited = 0;
    } else if (++unawaited > WAIT_AFTER) {
      await device.queue.onSubmittedWorkDone();
      unawaited = 0;
    }
    if (control[slot.failed] !== 0) return;
    Atomics.store(control, slot.done, number);
    Atomics.notify(control, slot.done);
  }

  let last = Promise.resolve(); // one message after the other
  const take = (message: Int32Array | Message) => {
    if (message instanceof Int32Array) control = message;
    last = last
      .then(() => message instanceof Int32Array ? start() : carryOut(message))
      .catch(fail);
  };
  const node = nodeWorkers();
  if (node) node.parentPort!.on("message", take);
  else onmessage = ({ data }) => take(data);
}
