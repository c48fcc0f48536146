// Made by src/tools/generate-api-schema.ts, where the notation is explained. Do not edit.

export const compactSchema = `# meta/v1
+DeleteOptions gracePeriodSeconds$ preconditions:Preconditions orphanDependents? propagationPolicy dryRun[] ignoreStoreReadErrorWithClusterBreakingPotential?
Condition !type !status observedGeneration$ !lastTransitionTime@ !reason !message
FieldSelectorRequirement key operator values[]
LabelSelector matchLabels{} matchExpressions[]:LabelSelectorRequirement
LabelSelectorRequirement !key !operator values[]
ManagedFieldsEntry manager operation apiVersion time@ 6fieldsType fieldsV1* subresource
ObjectMeta name generateName namespace selfLink uid resourceVersion generation$ creationTimestamp@ deletionTimestamp@ deletionGracePeriodSeconds$ labels{} annotations{} ownerReferences[]:OwnerReference finalizers[] 17managedFields[]:ManagedFieldsEntry
OwnerReference !kind 3!name !uid !apiVersion controller? blockOwnerDeletion?
Preconditions uid resourceVersion
# core/v1
+Binding metadata:meta/v1.ObjectMeta !target:ObjectReference
+ConfigMap metadata:meta/v1.ObjectMeta data{} binaryData{}= immutable?
+Endpoints metadata:meta/v1.ObjectMeta subsets[]:EndpointSubset
+Event !metadata:meta/v1.ObjectMeta !involvedObject:ObjectReference reason message source:EventSource firstTimestamp@ lastTimestamp@ count# type eventTime@ series:EventSeries action related:ObjectReference reportingComponent reportingInstance
+Namespace metadata:meta/v1.ObjectMeta spec:NamespaceSpec status:NamespaceStatus
+Node metadata:meta/v1.ObjectMeta spec:NodeSpec status:NodeStatus
+Pod metadata:meta/v1.ObjectMeta spec:PodSpec status:PodStatus
+Secret metadata:meta/v1.ObjectMeta data{}= type stringData{} immutable?
+Service metadata:meta/v1.ObjectMeta spec:ServiceSpec status:ServiceStatus
+ServiceAccount metadata:meta/v1.ObjectMeta secrets[]:ObjectReference imagePullSecrets[]:LocalObjectReference automountServiceAccountToken?
AWSElasticBlockStoreVolumeSource !volumeID fsType partition# readOnly?
Affinity nodeAffinity:NodeAffinity podAffinity:PodAffinity podAntiAffinity:PodAntiAffinity
AppArmorProfile !type localhostProfile
AttachedVolume !name !devicePath
AzureDiskVolumeSource !diskName !diskURI cachingMode fsType readOnly? kind
AzureFileVolumeSource !secretName !shareName readOnly?
CSIVolumeSource !driver readOnly? fsType volumeAttributes{} nodePublishSecretRef:LocalObjectReference
Capabilities add[] drop[]
CephFSVolumeSource !monitors[] path user secretFile secretRef:LocalObjectReference readOnly?
CinderVolumeSource !volumeID fsType readOnly? secretRef:LocalObjectReference
ClientIPConfig timeoutSeconds#
ClusterTrustBundleProjection name signerName labelSelector:meta/v1.LabelSelector !path optional?
ConfigMapEnvSource localObjectReference^LocalObjectReference optional?
ConfigMapKeySelector localObjectReference^LocalObjectReference !key optional?
ConfigMapNodeConfigSource !namespace !name uid resourceVersion !kubeletConfigKey
ConfigMapProjection localObjectReference^LocalObjectReference items[]:KeyToPath 4optional?
ConfigMapVolumeSource localObjectReference^LocalObjectReference items[]:KeyToPath defaultMode# optional?
Container !name image command[] args[] workingDir ports[]:ContainerPort env[]:EnvVar resources:ResourceRequirements volumeMounts[]:VolumeMount livenessProbe:Probe readinessProbe:Probe lifecycle:Lifecycle terminationMessagePath imagePullPolicy securityContext:SecurityContext stdin? stdinOnce? tty? envFrom[]:EnvFromSource terminationMessagePolicy volumeDevices[]:VolumeDevice startupProbe:Probe resizePolicy[]:ContainerResizePolicy restartPolicy
ContainerImage names[] sizeBytes$
ContainerPort name hostPort# !containerPort# protocol hostIP
ContainerResizePolicy !resourceName !restartPolicy
ContainerState waiting:ContainerStateWaiting running:ContainerStateRunning terminated:ContainerStateTerminated
ContainerStateRunning startedAt@
ContainerStateTerminated !exitCode# signal# reason message startedAt@ finishedAt@ containerID
ContainerStateWaiting reason message
ContainerStatus !name state:ContainerState lastState:ContainerState !ready? !restartCount# !image !imageID containerID started? allocatedResources{}~ resources:ResourceRequirements volumeMounts[]:VolumeMountStatus user:ContainerUser allocatedResourcesStatus[]:ResourceStatus
ContainerUser linux:LinuxContainerUser
DaemonEndpoint !Port#
DownwardAPIProjection items[]:DownwardAPIVolumeFile
DownwardAPIVolumeFile !path fieldRef:ObjectFieldSelector resourceFieldRef:ResourceFieldSelector mode#
DownwardAPIVolumeSource items[]:DownwardAPIVolumeFile defaultMode#
EmptyDirVolumeSource medium sizeLimit~
EndpointAddress !ip targetRef:ObjectReference hostname nodeName
EndpointPort name !port# protocol appProtocol
EndpointSubset addresses[]:EndpointAddress notReadyAddresses[]:EndpointAddress ports[]:EndpointPort
EnvFromSource prefix configMapRef:ConfigMapEnvSource secretRef:SecretEnvSource
EnvVar !name value valueFrom:EnvVarSource
EnvVarSource fieldRef:ObjectFieldSelector resourceFieldRef:ResourceFieldSelector configMapKeyRef:ConfigMapKeySelector secretKeyRef:SecretKeySelector
EphemeralContainer ephemeralContainerCommon^EphemeralContainerCommon targetContainerName
EphemeralContainerCommon name image command[] args[] workingDir ports[]:ContainerPort env[]:EnvVar resources:ResourceRequirements volumeMounts[]:VolumeMount livenessProbe:Probe readinessProbe:Probe lifecycle:Lifecycle terminationMessagePath imagePullPolicy securityContext:SecurityContext stdin? stdinOnce? tty? envFrom[]:EnvFromSource terminationMessagePolicy volumeDevices[]:VolumeDevice startupProbe:Probe resizePolicy[]:ContainerResizePolicy restartPolicy
EphemeralVolumeSource volumeClaimTemplate:PersistentVolumeClaimTemplate
EventSeries count# lastObservedTime@
EventSource component host
ExecAction command[]
FCVolumeSource targetWWNs[] lun# fsType readOnly? wwids[]
FlexVolumeSource !driver fsType secretRef:LocalObjectReference readOnly? options{}
FlockerVolumeSource datasetName datasetUUID
GCEPersistentDiskVolumeSource !pdName fsType partition# readOnly?
GRPCAction !port# service
GitRepoVolumeSource !repository revision directory
GlusterfsVolumeSource !endpoints !path readOnly?
HTTPGetAction path !port% host scheme httpHeaders[]:HTTPHeader
HTTPHeader !name !value
HostAlias ip hostnames[]
HostIP ip
HostPathVolumeSource !path type
ISCSIVolumeSource !targetPortal !iqn !lun# iscsiInterface fsType readOnly? portals[] chapAuthDiscovery? 10secretRef:LocalObjectReference chapAuthSession? initiatorName
ImageVolumeSource reference pullPolicy
KeyToPath !key !path mode#
Lifecycle postStart:LifecycleHandler preStop:LifecycleHandler
LifecycleHandler exec:ExecAction httpGet:HTTPGetAction tcpSocket:TCPSocketAction sleep:SleepAction
LinuxContainerUser uid$ gid$ supplementalGroups[]$
LoadBalancerIngress ip hostname ipMode ports[]:PortStatus
LoadBalancerStatus ingress[]:LoadBalancerIngress
LocalObjectReference name
NFSVolumeSource !server !path readOnly?
NamespaceCondition !type !status 4lastTransitionTime@ reason message
NamespaceSpec finalizers[]
NamespaceStatus phase conditions[]:NamespaceCondition
NodeAddress !type !address
NodeAffinity requiredDuringSchedulingIgnoredDuringExecution:NodeSelector preferredDuringSchedulingIgnoredDuringExecution[]:PreferredSchedulingTerm
NodeCondition !type !status lastHeartbeatTime@ lastTransitionTime@ reason message
NodeConfigSource 2configMap:ConfigMapNodeConfigSource
NodeConfigStatus assigned:NodeConfigSource active:NodeConfigSource lastKnownGood:NodeConfigSource error
NodeDaemonEndpoints kubeletEndpoint:DaemonEndpoint
NodeFeatures supplementalGroupsPolicy?
NodeRuntimeHandler name features:NodeRuntimeHandlerFeatures
NodeRuntimeHandlerFeatures recursiveReadOnlyMounts? userNamespaces?
NodeSelector !nodeSelectorTerms[]:NodeSelectorTerm
NodeSelectorRequirement !key !operator values[]
NodeSelectorTerm matchExpressions[]:NodeSelectorRequirement matchFields[]:NodeSelectorRequirement
NodeSpec podCIDR externalID providerID unschedulable? taints[]:Taint configSource:NodeConfigSource podCIDRs[]
NodeStatus capacity{}~ allocatable{}~ phase conditions[]:NodeCondition addresses[]:NodeAddress daemonEndpoints:NodeDaemonEndpoints nodeInfo:NodeSystemInfo images[]:ContainerImage volumesInUse[] volumesAttached[]:AttachedVolume config:NodeConfigStatus runtimeHandlers[]:NodeRuntimeHandler features:NodeFeatures
NodeSystemInfo !machineID !systemUUID !bootID !kernelVersion !osImage !containerRuntimeVersion !kubeletVersion !kubeProxyVersion !operatingSystem !architecture
ObjectFieldSelector apiVersion !fieldPath
ObjectReference kind namespace name uid apiVersion resourceVersion fieldPath
PersistentVolumeClaimSpec accessModes[] resources:VolumeResourceRequirements volumeName selector:meta/v1.LabelSelector storageClassName volumeMode dataSource:TypedLocalObjectReference dataSourceRef:TypedObjectReference volumeAttributesClassName
PersistentVolumeClaimTemplate metadata:meta/v1.ObjectMeta !spec:PersistentVolumeClaimSpec
PersistentVolumeClaimVolumeSource !claimName readOnly?
PhotonPersistentDiskVolumeSource !pdID fsType
PodAffinity requiredDuringSchedulingIgnoredDuringExecution[]:PodAffinityTerm preferredDuringSchedulingIgnoredDuringExecution[]:WeightedPodAffinityTerm
PodAffinityTerm labelSelector:meta/v1.LabelSelector namespaces[] !topologyKey namespaceSelector:meta/v1.LabelSelector matchLabelKeys[] mismatchLabelKeys[]
PodAntiAffinity requiredDuringSchedulingIgnoredDuringExecution[]:PodAffinityTerm preferredDuringSchedulingIgnoredDuringExecution[]:WeightedPodAffinityTerm
PodCondition !type !status lastProbeTime@ lastTransitionTime@ reason message
PodDNSConfig nameservers[] searches[] options[]:PodDNSConfigOption
PodDNSConfigOption name value
PodIP ip
PodOS !name
PodReadinessGate !conditionType
PodResourceClaim !name 3resourceClaimName resourceClaimTemplateName
PodResourceClaimStatus !name resourceClaimName
PodSchedulingGate !name
PodSecurityContext seLinuxOptions:SELinuxOptions runAsUser$ runAsNonRoot? supplementalGroups[]$ fsGroup$ runAsGroup$ sysctls[]:Sysctl windowsOptions:WindowsSecurityContextOptions fsGroupChangePolicy seccompProfile:SeccompProfile appArmorProfile:AppArmorProfile supplementalGroupsPolicy seLinuxChangePolicy
PodSpec volumes[]:Volume !containers[]:Container restartPolicy terminationGracePeriodSeconds$ activeDeadlineSeconds$ dnsPolicy nodeSelector{} serviceAccountName serviceAccount nodeName hostNetwork? hostPID? hostIPC? securityContext:PodSecurityContext imagePullSecrets[]:LocalObjectReference hostname subdomain affinity:Affinity schedulerName initContainers[]:Container automountServiceAccountToken? tolerations[]:Toleration hostAliases[]:HostAlias priorityClassName priority# dnsConfig:PodDNSConfig shareProcessNamespace? readinessGates[]:PodReadinessGate runtimeClassName enableServiceLinks? preemptionPolicy overhead{}~ topologySpreadConstraints[]:TopologySpreadConstraint ephemeralContainers[]:EphemeralContainer setHostnameAsFQDN? os:PodOS hostUsers? schedulingGates[]:PodSchedulingGate resourceClaims[]:PodResourceClaim resources:ResourceRequirements
PodStatus phase conditions[]:PodCondition message reason hostIP podIP startTime@ containerStatuses[]:ContainerStatus qosClass initContainerStatuses[]:ContainerStatus nominatedNodeName podIPs[]:PodIP ephemeralContainerStatuses[]:ContainerStatus resize resourceClaimStatuses[]:PodResourceClaimStatus hostIPs[]:HostIP
PodTemplateSpec metadata:meta/v1.ObjectMeta spec:PodSpec
PortStatus !port# !protocol error
PortworxVolumeSource !volumeID fsType readOnly?
PreferredSchedulingTerm !weight# !preference:NodeSelectorTerm
Probe handler^ProbeHandler initialDelaySeconds# timeoutSeconds# periodSeconds# successThreshold# failureThreshold# terminationGracePeriodSeconds$
ProbeHandler exec:ExecAction httpGet:HTTPGetAction tcpSocket:TCPSocketAction grpc:GRPCAction
ProjectedVolumeSource sources[]:VolumeProjection defaultMode#
QuobyteVolumeSource !registry !volume readOnly? user group tenant
RBDVolumeSource !monitors[] !image fsType pool user keyring secretRef:LocalObjectReference readOnly?
ResourceClaim !name request
ResourceFieldSelector containerName !resource divisor~
ResourceHealth resourceID health
ResourceRequirements limits{}~ requests{}~ claims[]:ResourceClaim
ResourceStatus name resources[]:ResourceHealth
SELinuxOptions user role type level
ScaleIOVolumeSource !gateway !system !secretRef:LocalObjectReference sslEnabled? protectionDomain storagePool storageMode volumeName fsType readOnly?
SeccompProfile !type localhostProfile
SecretEnvSource localObjectReference^LocalObjectReference optional?
SecretKeySelector localObjectReference^LocalObjectReference !key optional?
SecretProjection localObjectReference^LocalObjectReference items[]:KeyToPath 4optional?
SecretVolumeSource secretName items[]:KeyToPath defaultMode# optional?
SecurityContext capabilities:Capabilities privileged? seLinuxOptions:SELinuxOptions runAsUser$ runAsNonRoot? readOnlyRootFilesystem? allowPrivilegeEscalation? runAsGroup$ procMount windowsOptions:WindowsSecurityContextOptions seccompProfile:SeccompProfile appArmorProfile:AppArmorProfile
ServiceAccountTokenProjection audience expirationSeconds$ !path
ServicePort name protocol !port# targetPort% nodePort# appProtocol
ServiceSpec ports[]:ServicePort selector{} clusterIP type externalIPs[] 7sessionAffinity loadBalancerIP loadBalancerSourceRanges[] externalName externalTrafficPolicy healthCheckNodePort# publishNotReadyAddresses? sessionAffinityConfig:SessionAffinityConfig 17ipFamilyPolicy clusterIPs[] ipFamilies[] allocateLoadBalancerNodePorts? loadBalancerClass internalTrafficPolicy trafficDistribution
ServiceStatus loadBalancer:LoadBalancerStatus conditions[]:meta/v1.Condition
SessionAffinityConfig clientIP:ClientIPConfig
SleepAction !seconds$
StorageOSVolumeSource volumeName volumeNamespace fsType readOnly? secretRef:LocalObjectReference
Sysctl !name !value
TCPSocketAction !port% host
Taint !key value !effect timeAdded@
Toleration key operator value effect tolerationSeconds$
TopologySpreadConstraint !maxSkew# !topologyKey !whenUnsatisfiable labelSelector:meta/v1.LabelSelector minDomains# nodeAffinityPolicy nodeTaintsPolicy matchLabelKeys[]
TypedLocalObjectReference apiGroup !kind !name
TypedObjectReference apiGroup !kind !name namespace
Volume !name volumeSource^VolumeSource
VolumeDevice !name !devicePath
VolumeMount !name readOnly? !mountPath subPath mountPropagation subPathExpr recursiveReadOnly
VolumeMountStatus !name !mountPath readOnly? recursiveReadOnly
VolumeProjection secret:SecretProjection downwardAPI:DownwardAPIProjection configMap:ConfigMapProjection serviceAccountToken:ServiceAccountTokenProjection clusterTrustBundle:ClusterTrustBundleProjection
VolumeResourceRequirements limits{}~ requests{}~
VolumeSource hostPath:HostPathVolumeSource emptyDir:EmptyDirVolumeSource gcePersistentDisk:GCEPersistentDiskVolumeSource awsElasticBlockStore:AWSElasticBlockStoreVolumeSource gitRepo:GitRepoVolumeSource secret:SecretVolumeSource nfs:NFSVolumeSource iscsi:ISCSIVolumeSource glusterfs:GlusterfsVolumeSource persistentVolumeClaim:PersistentVolumeClaimVolumeSource rbd:RBDVolumeSource flexVolume:FlexVolumeSource cinder:CinderVolumeSource cephfs:CephFSVolumeSource flocker:FlockerVolumeSource downwardAPI:DownwardAPIVolumeSource fc:FCVolumeSource azureFile:AzureFileVolumeSource configMap:ConfigMapVolumeSource vsphereVolume:VsphereVirtualDiskVolumeSource quobyte:QuobyteVolumeSource azureDisk:AzureDiskVolumeSource photonPersistentDisk:PhotonPersistentDiskVolumeSource portworxVolume:PortworxVolumeSource scaleIO:ScaleIOVolumeSource projected:ProjectedVolumeSource storageos:StorageOSVolumeSource csi:CSIVolumeSource ephemeral:EphemeralVolumeSource image:ImageVolumeSource
VsphereVirtualDiskVolumeSource !volumePath fsType storagePolicyName storagePolicyID
WeightedPodAffinityTerm !weight# !podAffinityTerm:PodAffinityTerm
WindowsSecurityContextOptions gmsaCredentialSpecName gmsaCredentialSpec runAsUserName hostProcess?
# apps/v1
+DaemonSet metadata:meta/v1.ObjectMeta spec:DaemonSetSpec status:DaemonSetStatus
+Deployment metadata:meta/v1.ObjectMeta spec:DeploymentSpec status:DeploymentStatus
+ReplicaSet metadata:meta/v1.ObjectMeta spec:ReplicaSetSpec status:ReplicaSetStatus
DaemonSetCondition !type !status lastTransitionTime@ reason message
DaemonSetSpec !selector:meta/v1.LabelSelector !template:core/v1.PodTemplateSpec updateStrategy:DaemonSetUpdateStrategy minReadySeconds# 6revisionHistoryLimit#
DaemonSetStatus !currentNumberScheduled# !numberMisscheduled# !desiredNumberScheduled# !numberReady# observedGeneration$ updatedNumberScheduled# numberAvailable# numberUnavailable# collisionCount# conditions[]:DaemonSetCondition
DaemonSetUpdateStrategy type rollingUpdate:RollingUpdateDaemonSet
DeploymentCondition !type !status 4reason message lastUpdateTime@ lastTransitionTime@
DeploymentSpec replicas# !selector:meta/v1.LabelSelector !template:core/v1.PodTemplateSpec strategy:DeploymentStrategy minReadySeconds# revisionHistoryLimit# paused? 9progressDeadlineSeconds#
DeploymentStatus observedGeneration$ replicas# updatedReplicas# availableReplicas# unavailableReplicas# conditions[]:DeploymentCondition readyReplicas# collisionCount#
DeploymentStrategy type rollingUpdate:RollingUpdateDeployment
ReplicaSetCondition !type !status lastTransitionTime@ reason message
ReplicaSetSpec replicas# !selector:meta/v1.LabelSelector template:core/v1.PodTemplateSpec minReadySeconds#
ReplicaSetStatus !replicas# fullyLabeledReplicas# observedGeneration$ readyReplicas# availableReplicas# conditions[]:ReplicaSetCondition
RollingUpdateDaemonSet maxUnavailable% maxSurge%
RollingUpdateDeployment maxUnavailable% maxSurge%
# authentication/v1
+SelfSubjectReview metadata:meta/v1.ObjectMeta status:SelfSubjectReviewStatus
SelfSubjectReviewStatus userInfo:UserInfo
UserInfo username uid groups[] extra{}*
# authorization/v1
+SelfSubjectAccessReview metadata:meta/v1.ObjectMeta !spec:SelfSubjectAccessReviewSpec status:SubjectAccessReviewStatus
FieldSelectorAttributes rawSelector requirements[]:meta/v1.FieldSelectorRequirement
LabelSelectorAttributes rawSelector requirements[]:meta/v1.LabelSelectorRequirement
NonResourceAttributes path verb
ResourceAttributes namespace verb group version resource subresource name fieldSelector:FieldSelectorAttributes labelSelector:LabelSelectorAttributes
SelfSubjectAccessReviewSpec resourceAttributes:ResourceAttributes nonResourceAttributes:NonResourceAttributes
SubjectAccessReviewStatus !allowed? reason evaluationError denied?
# autoscaling/v1
+Scale metadata:meta/v1.ObjectMeta spec:ScaleSpec status:ScaleStatus
ScaleSpec replicas#
ScaleStatus !replicas# selector
# batch/v1
+Job metadata:meta/v1.ObjectMeta spec:JobSpec status:JobStatus
JobCondition !type !status lastProbeTime@ lastTransitionTime@ reason message
JobSpec parallelism# completions# activeDeadlineSeconds$ selector:meta/v1.LabelSelector manualSelector? !template:core/v1.PodTemplateSpec backoffLimit# ttlSecondsAfterFinished# completionMode suspend? podFailurePolicy:PodFailurePolicy backoffLimitPerIndex# maxFailedIndexes# podReplacementPolicy managedBy successPolicy:SuccessPolicy
JobStatus conditions[]:JobCondition startTime@ completionTime@ active# succeeded# failed# completedIndexes uncountedTerminatedPods:UncountedTerminatedPods ready# failedIndexes terminating#
PodFailurePolicy !rules[]:PodFailurePolicyRule
PodFailurePolicyOnExitCodesRequirement containerName !operator !values[]#
PodFailurePolicyOnPodConditionsPattern !type !status
PodFailurePolicyRule !action onExitCodes:PodFailurePolicyOnExitCodesRequirement onPodConditions[]:PodFailurePolicyOnPodConditionsPattern
SuccessPolicy !rules[]:SuccessPolicyRule
SuccessPolicyRule succeededIndexes succeededCount#
UncountedTerminatedPods succeeded[] failed[]
# coordination/v1
+Lease metadata:meta/v1.ObjectMeta spec:LeaseSpec
LeaseSpec holderIdentity leaseDurationSeconds# acquireTime@ renewTime@ leaseTransitions# strategy preferredHolder
# policy/v1
+Eviction metadata:meta/v1.ObjectMeta deleteOptions:meta/v1.DeleteOptions
+PodDisruptionBudget metadata:meta/v1.ObjectMeta spec:PodDisruptionBudgetSpec status:PodDisruptionBudgetStatus
PodDisruptionBudgetSpec minAvailable% selector:meta/v1.LabelSelector maxUnavailable% unhealthyPodEvictionPolicy
PodDisruptionBudgetStatus observedGeneration$ disruptedPods{}@ !disruptionsAllowed# !currentHealthy# !desiredHealthy# !expectedPods# conditions[]:meta/v1.Condition
# rbac/v1
+ClusterRole metadata:meta/v1.ObjectMeta rules[]:PolicyRule aggregationRule:AggregationRule
+ClusterRoleBinding metadata:meta/v1.ObjectMeta subjects[]:Subject !roleRef:RoleRef
+Role metadata:meta/v1.ObjectMeta rules[]:PolicyRule
+RoleBinding metadata:meta/v1.ObjectMeta subjects[]:Subject !roleRef:RoleRef
AggregationRule clusterRoleSelectors[]:meta/v1.LabelSelector
PolicyRule !verbs[] apiGroups[] resources[] resourceNames[] nonResourceURLs[]
RoleRef !apiGroup !kind !name
Subject !kind apiGroup !name namespace
# scheduling/v1
+PriorityClass metadata:meta/v1.ObjectMeta !value# globalDefault? description preemptionPolicy
`;
