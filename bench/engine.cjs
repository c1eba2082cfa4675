// As much of Pulumi's engine as a program needs for a preview: it takes every resource as it is declared. A real one would
// add its own time and its providers' to what a program costs.
const { createRequire } = require("node:module");

const ofSdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));
const grpc = ofSdk("@grpc/grpc-js");
const { Empty } = ofSdk("google-protobuf/google/protobuf/empty_pb");
const engine = ofSdk("@pulumi/pulumi/proto/engine_pb");
const { EngineService } = ofSdk("@pulumi/pulumi/proto/engine_grpc_pb");
const resource = ofSdk("@pulumi/pulumi/proto/resource_pb");
const { ResourceMonitorService } = ofSdk("@pulumi/pulumi/proto/resource_grpc_pb");

/** Listens on loopback. `takeCount`: how many resources were registered since it was last asked, the stack's own apart. */
async function startEngine() {
  let count = 0;
  const monitor = {
    supportsFeature: (_, answer) => answer(null, new resource.SupportsFeatureResponse().setHassupport(true)),
    registerResource: ({ request }, answer) => {
      if (request.getType() !== "pulumi:pulumi:Stack") count++;
      const urn = `urn:pulumi:bench::media-storage::${request.getType()}::${request.getName()}`;
      answer(null, new resource.RegisterResourceResponse().setUrn(urn).setObject(request.getObject()));
    },
    registerResourceOutputs: (_, answer) => answer(null, new Empty()),
    signalAndWaitForShutdown: (_, answer) => answer(null, new Empty()),
  };
  const server = new grpc.Server();
  server.addService(ResourceMonitorService, monitor);
  server.addService(EngineService, {
    log: ({ request }, answer) => {
      if (request.getSeverity() === engine.LogSeverity.ERROR) console.error(request.getMessage());
      answer(null, new Empty());
    },
    getRootResource: (_, answer) => answer(null, new engine.GetRootResourceResponse()),
    setRootResource: (_, answer) => answer(null, new engine.SetRootResourceResponse()),
  });
  const port = await new Promise((resolve, reject) => {
    const bound = (error, free) => (error ? reject(error) : resolve(free));
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), bound);
  });
  return {
    address: `127.0.0.1:${port}`,
    takeCount: () => {
      const taken = count;
      count = 0;
      return taken;
    },
    stop: () => server.forceShutdown(),
  };
}

module.exports = { startEngine };
