import type { EnvDeployment } from "../../env/deployment";
import type { ComposeTarget } from "../../env/formats/compose";

/** https://github.com/supabase/supabase, docker/: no service has an `env_file`, so dotenv text alone would reach none. */
export const SUPABASE_COMPOSE: ComposeTarget = {
  services: ["storage"],
  envFileNames: {
    // Supabase's own file takes these three from `.env`, where they are to be replaced.
    GLOBAL_S3_BUCKET: "GLOBAL_S3_BUCKET",
    REGION: "REGION",
    TENANT_ID: "STORAGE_TENANT_ID",
    GLOBAL_S3_ENDPOINT: "GLOBAL_S3_ENDPOINT",
    AWS_ACCESS_KEY_ID: "STORAGE_AWS_ACCESS_KEY_ID",
    AWS_SECRET_ACCESS_KEY: "STORAGE_AWS_SECRET_ACCESS_KEY",
  },
};

/**
 * Both community charts (supabase 0.7.2 and supabase-project 0.1.0) write STORAGE_BACKEND and GLOBAL_S3_BUCKET into the
 * container's `env` themselves, and no value makes the first "s3" for a bucket outside the cluster
 * (https://github.com/supabase-community/supabase-kubernetes/issues/252).
 */
export const SUPABASE_DEPLOYMENT: EnvDeployment = {
  compose: SUPABASE_COMPOSE,
  noHelmValues:
    'Supabase\'s community chart (supabase-kubernetes 0.7.2) sets STORAGE_BACKEND to "file" itself, and no value of the chart points Storage ' +
    "at an external bucket (https://github.com/supabase-community/supabase-kubernetes/issues/252). With manifests of your own use " +
    "--format kubernetes-secret.",
  secretNote:
    "For manifests of your own (envFrom). The community chart supabase-kubernetes ignores it: its own STORAGE_BACKEND, TENANT_ID, REGION and " +
    "GLOBAL_S3_BUCKET win over envFrom, and files stay on the disk.",
};
